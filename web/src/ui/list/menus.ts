import type { Section, Task } from '../../core/entries';
import { isCompleted } from '../../core/order';
import { isRunning } from '../../core/timers';
import * as actions from '../../store/actions';
import * as settings from '../../store/settings';
import type { OpenList } from '../../store/list.svelte';
import { menu, type Choice } from '../../store/menu.svelte';
import type { Screen } from './screen.svelte';

export function openTaskMenu(list: OpenList, task: Task, screen: Screen, anchor: HTMLElement): void {
  const step = (by: -1 | 1) => {
    actions.stepTask(list, task, by);
    void screen.focusTask(task.id);
  };
  const choices: Choice[] = [{ label: 'Details', keys: 'Enter', run: () => screen.open(task.id) }];
  if (list.may('tasks:complete')) {
    const label = isCompleted(task) ? 'Reopen' : 'Complete';
    choices.push({ label, keys: 'X', run: () => actions.toggleCompleted(list, task) });
  }
  if (actions.mayTime(list, task)) {
    const label = isRunning(task) ? 'Pause the timer' : 'Start the timer';
    choices.push({ label, keys: 'S', run: () => actions.toggleTimer(list, task) });
  }
  if (list.may('tasks:update')) {
    choices.push({ label: 'Rename', keys: 'E', apart: true, run: () => screen.rename(task) });
    if (list.list?.has_due_dates) {
      choices.push({ label: 'Due date…', keys: 'D', run: () => screen.pick('due', task, anchor) });
    }
    choices.push(
      { label: 'Priority…', run: () => openPriorityMenu(list, task, anchor) },
      { label: 'Tags…', keys: 'L', run: () => screen.pick('tags', task, anchor) },
    );
  }
  if (list.may('assignees:manage')) {
    choices.push({ label: 'Assignees…', keys: 'A', run: () => screen.pick('people', task, anchor) });
  }
  if (list.may('tasks:update')) {
    if (list.list?.has_time_tracking) {
      choices.push({ label: 'Expected time…', keys: 'T', run: () => screen.pick('time', task, anchor) });
    }
    choices.push(
      {
        label: task.unclear ? 'Mark as clear' : 'Mark as unclear',
        run: () => actions.editTask(list, task, { unclear: !task.unclear }),
      },
      { label: 'Move up', keys: 'Alt ↑', apart: true, run: () => step(-1) },
      { label: 'Move down', keys: 'Alt ↓', run: () => step(1) },
    );
    if (list.sections.length > 1) {
      choices.push({ label: 'Move to section…', run: () => openSectionsMenu(list, task, screen, anchor) });
    }
  }
  if (list.may('tasks:delete')) {
    choices.push({ label: 'Delete', apart: true, danger: true, run: () => actions.deleteTask(list, task) });
  }
  menu.open(anchor, `Task: ${task.name}`, choices);
}

export function openPriorityMenu(list: OpenList, task: Task, anchor: HTMLElement): void {
  const choices = actions.PRIORITIES.map(({ value, label }, index) => ({
    label,
    keys: String(index + 1),
    checked: task.priority === value,
    run: () => actions.setPriority(list, task, value),
  }));
  menu.open(anchor, 'Priority', choices);
}

function openSectionsMenu(list: OpenList, task: Task, screen: Screen, anchor: HTMLElement): void {
  const choices = list.sections.map((section) => ({
    label: section.name,
    checked: section.id === task.section,
    run() {
      if (section.id !== task.section) actions.placeTask(list, task, { section: section.id });
      void screen.focusTask(task.id);
    },
  }));
  menu.open(anchor, 'Move to section', choices);
}

export function openSectionMenu(list: OpenList, section: Section, screen: Screen, anchor: HTMLElement): void {
  const isEmpty = !list.tasksIn.get(section.id)?.length;
  const remove = () => (isEmpty ? settings.deleteSection(list, section) : void (screen.deleting = section));
  const choices: Choice[] = [{ label: 'Rename', run: () => screen.rename(section) }];
  if (section !== list.sections[0]) {
    choices.push({ label: 'Move up', run: () => settings.stepSection(list, section, -1) });
  }
  if (section !== list.sections.at(-1)) {
    choices.push({ label: 'Move down', run: () => settings.stepSection(list, section, 1) });
  }
  choices.push({ label: 'Delete section', apart: true, danger: true, run: remove });
  menu.open(anchor, `Section: ${section.name}`, choices);
}

export function openListMenu(list: OpenList, screen: Screen, anchor: HTMLElement): void {
  const choices: Choice[] = [];
  if (list.list && list.may('list:update')) {
    const automatic = list.list.auto_order;
    const shown = list.list;
    choices.push(
      { label: 'Rename', run: () => screen.rename(shown) },
      {
        label: 'Order automatically',
        apart: true,
        checked: automatic,
        run: () => settings.setAutoOrder(list, true),
      },
      { label: 'Order by hand', checked: !automatic, run: () => settings.setAutoOrder(list, false) },
    );
  }
  const isBoard = list.view === 'board';
  choices.push(
    { label: 'List', apart: choices.length > 0, checked: !isBoard, run: () => list.setView('list') },
    { label: 'Board', keys: 'B', checked: isBoard, run: () => list.setView('board') },
    { label: 'History', keys: 'H', apart: true, run: () => (screen.panel = 'history') },
    { label: 'Members', run: () => (screen.dialog = 'members') },
    { label: 'Settings', run: () => (screen.dialog = 'settings') },
  );
  if (list.may('list:delete')) {
    choices.push({ label: 'Delete list', apart: true, danger: true, run: () => (screen.deleting = 'list') });
  }
  menu.open(anchor, 'List', choices);
}
