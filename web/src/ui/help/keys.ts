import { t } from '../../texts';

/** The keys of the page, as the help sheet shows them. */
export const KEYS: { group: string; keys: [string[], string][] }[] = [
  {
    group: t.help.anywhere,
    keys: [
      [['Ctrl K'], t.help.palette],
      [['G', 'T'], t.help.toToday],
      [['G', 'S'], t.help.toSearch],
      [['G', 'R'], t.help.toEstimates],
      [['G', 'P'], t.help.toProfile],
      [['/'], t.help.filter],
      [['N'], t.help.newList],
      [['?'], t.help.thisSheet],
    ],
  },
  {
    group: t.help.inLists,
    keys: [
      [['J', 'K'], t.help.nextAndPrevious],
      [['X'], t.help.completeOrReopen],
    ],
  },
  {
    group: t.help.inAList,
    keys: [
      [['C'], t.help.addTask],
      [['B'], t.help.listOrBoard],
      [['H'], t.help.history],
      [['Ctrl Z', 'Ctrl ⇧ Z'], t.help.undoAndRedo],
    ],
  },
  {
    group: t.help.onATask,
    keys: [
      [['Enter'], t.help.details],
      [['E'], t.help.rename],
      [['D'], t.help.due],
      [['L'], t.help.tags],
      [['A'], t.help.assignees],
      [['S'], t.help.timer],
      [['T'], t.help.expected],
      [['1', '2', '3'], t.help.priority],
      [['M'], t.help.menu],
      [['Alt ↑', 'Alt ↓'], t.help.moveUpDown],
      [['Alt ←', 'Alt →'], t.help.moveColumn],
      [['Delete'], t.help.remove],
    ],
  },
];
