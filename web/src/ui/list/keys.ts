import type { Task } from '../../core/entries';
import * as actions from '../../store/actions';
import type { OpenList } from '../../store/list.svelte';
import { isShortcut } from '../../store/shortcuts.svelte';
import { openTaskMenu } from './menus';
import { focusAddTask, rowOf, type Screen } from './screen.svelte';

/** Keys of the whole page, wherever the focus is, unless somebody types. */
export function pressPageKey(event: KeyboardEvent, list: OpenList, screen: Screen): void {
  if (!isShortcut(event)) return;
  const key = event.key.toLowerCase();
  if (key === 'c') focusAddTask();
  else if (key === 'j') step(list, screen, 1);
  else if (key === 'k') step(list, screen, -1);
  else return;
  event.preventDefault();
}

/** Keys of a row, while the focus is on it or on one of its buttons. */
export function pressTaskKey(event: KeyboardEvent, list: OpenList, task: Task, screen: Screen): void {
  if (event.ctrlKey || event.metaKey) return;
  const isOnRow = event.target === event.currentTarget;
  const done =
    pressMoveKey(event, list, task, screen) ||
    (!event.altKey &&
      (pressLetter(event.key.toLowerCase(), list, task, screen) ||
        (isOnRow && pressRowKey(event.key, list, task, screen))));
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
}

function pressMoveKey(
  { key, altKey, currentTarget, target }: KeyboardEvent,
  list: OpenList,
  task: Task,
  screen: Screen,
): boolean {
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (by && altKey) {
    actions.stepTask(list, task, by);
    void screen.focusTask(task.id);
  } else if (by) step(list, screen, by);
  else if (key === 'ArrowRight' || key === 'ArrowLeft') {
    return stepInside(currentTarget as HTMLElement, target as HTMLElement, key === 'ArrowRight' ? 1 : -1);
  } else return false;
  return true;
}

function pressLetter(key: string, list: OpenList, task: Task, screen: Screen): boolean {
  const priority = actions.PRIORITIES[Number(key) - 1];
  if (priority) actions.setPriority(list, task, priority.value);
  else if (key === 'x') actions.toggleCompleted(list, task);
  else if (key === 'e' && list.may('tasks:update')) screen.rename(task.id);
  else if (key === 'd' && list.may('tasks:update')) screen.pickDue(task, rowOf(task.id) ?? undefined);
  else if (key === 'm') openTaskMenu(list, task, screen, rowOf(task.id)!);
  else return false;
  return true;
}

function pressRowKey(key: string, list: OpenList, task: Task, screen: Screen): boolean {
  if (key === ' ') actions.toggleCompleted(list, task);
  else if (key === 'Enter') screen.detail = task.id;
  else if (key === 'Delete') {
    const next = neighbour(list, task.id, 1) ?? neighbour(list, task.id, -1);
    actions.deleteTask(list, task);
    void screen.focusTask(next);
  } else return false;
  return true;
}

function step(list: OpenList, screen: Screen, by: -1 | 1): void {
  const hasFocus = document.activeElement?.closest('[role=row][data-id]');
  const from = screen.active && list.shown.task.has(screen.active) ? screen.active : null;
  void screen.focusTask(from && hasFocus ? neighbour(list, from, by) : (from ?? firstTask(list)));
}

const firstTask = (list: OpenList): string | undefined => inOrder(list)[0];

function neighbour(list: OpenList, id: string, by: -1 | 1): string | undefined {
  const order = inOrder(list);
  return order[order.indexOf(id) + by];
}

const inOrder = (list: OpenList): string[] =>
  list.sections.flatMap((section) => (list.tasksIn.get(section.id) ?? []).map((task) => task.id));

/** Left and Right between the row and its controls, which are not tab stops of their own. */
function stepInside(row: HTMLElement, from: HTMLElement, by: -1 | 1): boolean {
  const stops = [row, ...row.querySelectorAll<HTMLElement>('button, input')].filter((stop) =>
    stop.checkVisibility(),
  );
  stops[stops.indexOf(from) + by]?.focus();
  return true;
}
