import { COLORS, type Section, type Task } from '../../core/entries';
import { isCompleted } from '../../core/order';
import * as actions from '../../store/actions';
import type { OpenList } from '../../store/list.svelte';
import { menu, type Choice } from '../../store/menu.svelte';
import type { Screen } from './screen.svelte';

export function openTaskMenu(list: OpenList, task: Task, screen: Screen, anchor: HTMLElement): void {
  const step = (by: -1 | 1) => {
    actions.stepTask(list, task, by);
    void screen.focusTask(task.id);
  };
  const choices: Choice[] = [{ label: 'Details', keys: 'Enter', run: () => (screen.detail = task.id) }];
  if (list.may('tasks:complete')) {
    const label = isCompleted(task) ? 'Reopen' : 'Complete';
    choices.push({ label, keys: 'X', run: () => actions.toggleCompleted(list, task) });
  }
  if (list.may('tasks:update')) {
    choices.push(
      { label: 'Rename', keys: 'E', run: () => screen.rename(task.id) },
      { label: 'Due date…', keys: 'D', run: () => screen.pickDue(task, anchor) },
      { label: 'Priority…', run: () => openPriorityMenu(list, task, anchor) },
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
  const remove = () => (isEmpty ? actions.deleteSection(list, section) : void (screen.deleting = section));
  const choices: Choice[] = [{ label: 'Rename', run: () => screen.rename(section.id) }];
  if (section !== list.sections[0]) {
    choices.push({ label: 'Move up', run: () => actions.stepSection(list, section, -1) });
  }
  if (section !== list.sections.at(-1)) {
    choices.push({ label: 'Move down', run: () => actions.stepSection(list, section, 1) });
  }
  choices.push({ label: 'Delete section', apart: true, danger: true, run: remove });
  menu.open(anchor, `Section: ${section.name}`, choices);
}

export function openListMenu(list: OpenList, screen: Screen, anchor: HTMLElement): void {
  const choices: Choice[] = [];
  if (list.may('list:update')) {
    const automatic = list.list?.auto_order ?? true;
    choices.push(
      { label: 'Rename', run: () => screen.rename(list.id) },
      { label: 'Colour…', run: () => openColorMenu(list, anchor) },
      {
        label: 'Order automatically',
        apart: true,
        checked: automatic,
        run: () => actions.setAutoOrder(list, true),
      },
      { label: 'Order by hand', checked: !automatic, run: () => actions.setAutoOrder(list, false) },
    );
  }
  choices.push({ label: 'Members', apart: choices.length > 0, run: () => (screen.showsMembers = true) });
  if (list.may('list:delete')) {
    choices.push({ label: 'Delete list', apart: true, danger: true, run: () => (screen.deleting = 'list') });
  }
  menu.open(anchor, 'List', choices);
}

function openColorMenu(list: OpenList, anchor: HTMLElement): void {
  const choices = COLORS.map((color) => ({
    label: color[0]!.toUpperCase() + color.slice(1),
    color,
    checked: list.list?.color === color,
    run: () => actions.editList(list, { color }),
  }));
  menu.open(anchor, 'Colour', choices);
}
