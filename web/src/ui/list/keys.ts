import type { Task } from '../../core/entries';
import * as actions from '../../store/actions';
import type { OpenList } from '../../store/list.svelte';
import { isForPage, isShortcut } from '../../store/shortcuts.svelte';
import { undoLast } from '../../store/undo';
import { openTaskMenu } from './menus';
import { focusAddTask, rowOf, type Screen } from './screen.svelte';

/** Keys of the whole page, wherever the focus is, unless somebody types. */
export function pressPageKey(event: KeyboardEvent, list: OpenList, screen: Screen): void {
  if (!isForPage(event)) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key !== 'z') return;
    undoLast(list.id, event.shiftKey);
  } else if (key === 'escape' && screen.panel) void screen.closePanel();
  else if (!isShortcut(event) || !pressPageLetter(key, event.shiftKey, list, screen)) return;
  event.preventDefault();
}

function pressPageLetter(key: string, shift: boolean, list: OpenList, screen: Screen): boolean {
  if (key === 'c') focusAddTask();
  else if (key === 'z') undoLast(list.id, shift);
  else if (key === 'b') list.setView(list.view === 'board' ? 'list' : 'board');
  else if (key === 'h') screen.panel = screen.panel === 'history' ? null : 'history';
  else if (key === 'j') step(list, screen, 1);
  else if (key === 'k') step(list, screen, -1);
  else return false;
  return true;
}

/** Keys of a row, while the focus is on it or on one of its buttons. */
export function pressTaskKey(event: KeyboardEvent, list: OpenList, task: Task, screen: Screen): void {
  if (event.ctrlKey || event.metaKey) return;
  // A field of the row, as for its new name, has keys of its own.
  if ((event.target as Element).matches('input:not([type=checkbox])')) return;
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
  else if (key === 's') actions.toggleTimer(list, task);
  else if (key === 'e' && list.may('tasks:update')) screen.rename(task);
  else if (key === 'd' && list.may('tasks:update')) screen.pick('due', task);
  else if (key === 'l' && list.may('tasks:update')) screen.pick('tags', task);
  else if (key === 'a' && list.may('assignees:manage')) screen.pick('people', task);
  else if (key === 't' && list.list?.has_time_tracking) screen.pick('time', task);
  else if (key === 'm') openTaskMenu(list, task, screen, rowOf(task.id)!);
  else return false;
  return true;
}

function pressRowKey(key: string, list: OpenList, task: Task, screen: Screen): boolean {
  if (key === ' ') actions.toggleCompleted(list, task);
  else if (key === 'Enter') screen.open(task.id);
  else if (key === 'Delete') {
    const next = neighbour(list, screen, task.id, 1) ?? neighbour(list, screen, task.id, -1);
    actions.deleteTask(list, task);
    void screen.focusTask(next);
  } else return false;
  return true;
}

function step(list: OpenList, screen: Screen, by: -1 | 1): void {
  const hasFocus = document.activeElement?.closest('[data-task]');
  const from = screen.active && list.shown.task.has(screen.active) ? screen.active : null;
  const to = from && hasFocus ? neighbour(list, screen, from, by) : (from ?? firstTask(list, screen));
  void screen.focusTask(to);
  // The panel goes along with whoever walks through the list.
  if (to && screen.openTask) screen.open(to);
}

const firstTask = (list: OpenList, screen: Screen): string | undefined => inOrder(list, screen)[0];

/** The task before or after it as they are shown. */
export function neighbour(list: OpenList, screen: Screen, id: string, by: -1 | 1): string | undefined {
  const order = inOrder(list, screen);
  return order[order.indexOf(id) + by];
}

const inOrder = (list: OpenList, screen: Screen): string[] =>
  screen.order ??
  list.sections
    .filter((section) => list.view === 'board' || !list.isCollapsed(section.id))
    .flatMap((section) => (list.tasksIn.get(section.id) ?? []).map((task) => task.id));

/** Left and Right between the row and its controls, which are not tab stops of their own. */
function stepInside(row: HTMLElement, from: HTMLElement, by: -1 | 1): boolean {
  const stops = [row, ...row.querySelectorAll<HTMLElement>('button, input')].filter((stop) =>
    stop.checkVisibility(),
  );
  stops[stops.indexOf(from) + by]?.focus();
  return true;
}
