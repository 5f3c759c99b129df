/** The keys of the page, as the help sheet shows them. */
export const KEYS: { group: string; keys: [string[], string][] }[] = [
  {
    group: 'Anywhere',
    keys: [
      [['Ctrl K'], 'Commands, lists, tasks'],
      [['G', 'T'], 'Go to Today'],
      [['G', 'S'], 'Go to Search'],
      [['G', 'R'], 'Go to Estimates'],
      [['G', 'P'], 'Go to your profile'],
      [['/'], 'Filter'],
      [['N'], 'New list'],
      [['?'], 'This sheet'],
    ],
  },
  {
    group: 'In a list, in Today, in a search',
    keys: [
      [['J', 'K'], 'Next and previous task'],
      [['X'], 'Complete or reopen'],
    ],
  },
  {
    group: 'In a list',
    keys: [
      [['C'], 'Add a task'],
      [['B'], 'List or board'],
      [['H'], 'History of the list'],
      [['Ctrl Z', 'Ctrl ⇧ Z'], 'Undo and redo'],
    ],
  },
  {
    group: 'On a task of a list',
    keys: [
      [['Enter'], 'Details'],
      [['E'], 'Rename'],
      [['D'], 'Due date'],
      [['L'], 'Tags'],
      [['A'], 'Assignees'],
      [['S'], 'Start or pause the timer'],
      [['T'], 'Expected time'],
      [['1', '2', '3'], 'Priority: high, medium, low'],
      [['M'], 'Menu of the task'],
      [['Alt ↑', 'Alt ↓'], 'Move up or down'],
      [['Alt ←', 'Alt →'], 'On a board: to the next column'],
      [['Delete'], 'Delete'],
    ],
  },
];
