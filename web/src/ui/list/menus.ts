import type { Section, Task } from '../../core/entries';
import { isCompleted } from '../../core/order';
import { isRunning } from '../../core/timers';
import * as actions from '../../store/actions';
import * as settings from '../../store/settings';
import type { OpenList } from '../../store/list.svelte';
import { menu, type Choice } from '../../store/menu.svelte';
import { t } from '../../texts';
import type { Screen } from './screen.svelte';

export function openTaskMenu(list: OpenList, task: Task, screen: Screen, anchor: HTMLElement): void {
  const step = (by: -1 | 1) => {
    actions.stepTask(list, task, by);
    void screen.focusTask(task.id);
  };
  const choices: Choice[] = [{ label: t.list.details, keys: 'Enter', run: () => screen.open(task.id) }];
  if (list.may('tasks:complete')) {
    const label = isCompleted(task) ? t.list.reopen : t.list.completeVerb;
    choices.push({ label, keys: 'X', run: () => actions.toggleCompleted(list, task) });
  }
  if (actions.mayTime(list, task)) {
    const label = isRunning(task) ? t.list.pauseTimer : t.list.startTimer;
    choices.push({ label, keys: 'S', run: () => actions.toggleTimer(list, task) });
  }
  if (list.may('tasks:update')) {
    choices.push({ label: t.list.rename, keys: 'E', apart: true, run: () => screen.rename(task) });
    if (list.list?.has_due_dates) {
      choices.push({ label: t.list.dueAsk, keys: 'D', run: () => screen.pick('due', task, anchor) });
    }
    choices.push(
      { label: t.list.priorityAsk, run: () => openPriorityMenu(list, task, anchor) },
      { label: t.list.tagsAsk, keys: 'L', run: () => screen.pick('tags', task, anchor) },
    );
  }
  if (list.may('assignees:manage')) {
    choices.push({ label: t.list.assigneesAsk, keys: 'A', run: () => screen.pick('people', task, anchor) });
  }
  if (list.may('tasks:update')) {
    if (list.list?.has_time_tracking) {
      choices.push({ label: t.list.expectedAsk, keys: 'T', run: () => screen.pick('time', task, anchor) });
    }
    choices.push(
      {
        label: task.unclear ? t.list.markClear : t.list.markUnclear,
        run: () => actions.editTask(list, task, { unclear: !task.unclear }),
      },
      { label: t.list.moveUp, keys: 'Alt ↑', apart: true, run: () => step(-1) },
      { label: t.list.moveDown, keys: 'Alt ↓', run: () => step(1) },
    );
    if (list.sections.length > 1) {
      choices.push({ label: t.list.moveAsk, run: () => openSectionsMenu(list, task, screen, anchor) });
    }
  }
  if (list.may('tasks:delete')) {
    choices.push({
      label: t.list.remove,
      apart: true,
      danger: true,
      run: () => actions.deleteTask(list, task),
    });
  }
  menu.open(anchor, t.list.taskNamed(task.name), choices);
}

export function openPriorityMenu(list: OpenList, task: Task, anchor: HTMLElement): void {
  const choices = actions.PRIORITIES.map(({ value, label }, index) => ({
    label,
    keys: String(index + 1),
    checked: task.priority === value,
    run: () => actions.setPriority(list, task, value),
  }));
  menu.open(anchor, t.list.priority, choices);
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
  menu.open(anchor, t.list.moveToSection, choices);
}

export function openSectionMenu(list: OpenList, section: Section, screen: Screen, anchor: HTMLElement): void {
  const isEmpty = !list.tasksIn.get(section.id)?.length;
  const remove = () => (isEmpty ? settings.deleteSection(list, section) : void (screen.deleting = section));
  const choices: Choice[] = [{ label: t.list.rename, run: () => screen.rename(section) }];
  if (section !== list.sections[0]) {
    choices.push({ label: t.list.moveUp, run: () => settings.stepSection(list, section, -1) });
  }
  if (section !== list.sections.at(-1)) {
    choices.push({ label: t.list.moveDown, run: () => settings.stepSection(list, section, 1) });
  }
  choices.push({ label: t.list.deleteSection, apart: true, danger: true, run: remove });
  menu.open(anchor, t.list.sectionNamed(section.name), choices);
}

export function openListMenu(list: OpenList, screen: Screen, anchor: HTMLElement): void {
  const choices: Choice[] = [];
  if (list.list && list.may('list:update')) {
    const automatic = list.list.auto_order;
    const shown = list.list;
    choices.push(
      { label: t.list.rename, run: () => screen.rename(shown) },
      {
        label: t.list.orderAutomatically,
        apart: true,
        checked: automatic,
        run: () => settings.setAutoOrder(list, true),
      },
      { label: t.list.orderByHand, checked: !automatic, run: () => settings.setAutoOrder(list, false) },
    );
  }
  const isBoard = list.view === 'board';
  choices.push(
    { label: t.list.list, apart: choices.length > 0, checked: !isBoard, run: () => list.setView('list') },
    { label: t.list.board, keys: 'B', checked: isBoard, run: () => list.setView('board') },
    { label: t.list.history, keys: 'H', apart: true, run: () => (screen.panel = 'history') },
    { label: t.list.members, run: () => (screen.dialog = 'members') },
    { label: t.list.settings, run: () => (screen.dialog = 'settings') },
    { label: t.github.github, run: () => (screen.dialog = 'github') },
  );
  if (list.may('list:delete')) {
    choices.push({
      label: t.list.deleteList,
      apart: true,
      danger: true,
      run: () => (screen.deleting = 'list'),
    });
  }
  menu.open(anchor, t.list.list, choices);
}
