import * as commands from '../core/commands';
import { durationText } from '../core/durations';
import type { Priority, Status, Task } from '../core/entries';
import { newId } from '../core/ids';
import * as labels from '../core/labels';
import { positionOf, stepFrom, type Place } from '../core/moves';
import { isCompleted } from '../core/order';
import type { Reading } from '../core/quick';
import * as timers from '../core/timers';
import { serverTime } from '../sync/api';
import { t } from '../texts';
import { dueWords } from './dates';
import type { OpenList } from './list.svelte';
import { notices } from './notices.svelte';
import { setAutoOrder } from './settings';
import { workspace } from './workspace.svelte';

/** What a user does to tasks. Each asks whether the role allows it: keys work without a button to hide. */

export const PRIORITIES: { value: Priority; label: string }[] = [
  { value: 'high', label: t.did.high },
  { value: 'medium', label: t.did.medium },
  { value: 'low', label: t.did.low },
];

export const STATUSES: { value: Status; label: string }[] = [
  { value: 'unstarted', label: t.did.unstarted },
  { value: 'in_progress', label: t.did.inProgress },
  { value: 'paused', label: t.did.paused },
  { value: 'completed', label: t.did.completed },
];

export const named = (task: Task): string =>
  `“${task.name.length > 48 ? `${task.name.slice(0, 47).trimEnd()}…` : task.name}”`;

/** A line of quick add, and how the server reads it as far as that is known already. */
export type QuickLine = { text: string; name: string; reading?: Reading | undefined };

export function addTask(list: OpenList, line: QuickLine, section?: string): void {
  if (!list.may('tasks:add')) return;
  const { text, name, reading } = line;
  const quick = text === name ? undefined : text;
  const into = reading?.section ?? section;
  const task = {
    ...(reading && { ...reading.fields, tags: reading.tags, assignees: reading.assignees }),
    id: newId(),
    name,
    ...(into && { section: into }),
  };
  workspace.run(commands.addTask(list.id, list.shown, task, serverTime.now(), quick), t.did.added(name));
}

export function toggleCompleted(list: OpenList, task: Task): void {
  if (!list.may('tasks:complete')) return;
  if (isCompleted(task)) workspace.run(timers.reopenTask(list.id, task), t.did.reopenedTask(named(task)));
  else workspace.run(timers.completeTask(list.id, task, serverTime.now()), t.did.completedTask(named(task)));
}

export function toggleTimer(list: OpenList, task: Task): void {
  if (!mayTime(list, task)) return;
  const now = serverTime.now();
  if (timers.isRunning(task))
    workspace.run(timers.pauseTimer(list.id, task, now), t.did.pausedTask(named(task)));
  else workspace.run(timers.startTimer(list.id, task.id, now), t.did.started(named(task)));
}

export const mayTime = (list: OpenList, task: Task): boolean =>
  list.may('tasks:complete') && (list.list?.has_time_tracking ?? true) && !isCompleted(task);

export function resetTime(list: OpenList, task: Task): void {
  if (list.may('tasks:complete')) {
    workspace.run(timers.resetTime(list.id, task), t.did.resetTime(named(task)));
  }
}

/** To another column of a board of states. */
export function setStatus(list: OpenList, task: Task, status: Status): void {
  if (status === task.status || !list.may('tasks:complete')) return;
  if (status === 'completed' || isCompleted(task)) toggleCompleted(list, task);
  const now = list.shown.task.get(task.id) ?? task;
  const isOther = timers.isRunning(now) !== (status === 'in_progress');
  if (isOther && status !== 'completed') toggleTimer(list, now);
}

/** `seen` is the version that was looked at when the edit began. */
export function editTask(list: OpenList, task: Task, edit: commands.TaskEdit, seen = task.version): void {
  const isNews = Object.entries(edit).some(([field, value]) => task[field as keyof Task] !== value);
  if (isNews && list.may('tasks:update')) {
    workspace.run(commands.editTask(list.id, task.id, edit, seen), editWords(task, edit));
  }
}

function editWords(task: Task, edit: commands.TaskEdit): string {
  if (edit.name !== undefined) return t.did.renamedTo(edit.name);
  if (edit.priority) return t.did.prioritized(edit.priority, named(task));
  if (edit.due) return t.did.setDue(dueWords(edit.due), named(task));
  if (edit.due === null) return t.did.tookDue(named(task));
  if (edit.expected) return t.did.expected(durationText(edit.expected), named(task));
  if (edit.unclear !== undefined) {
    return edit.unclear ? t.did.markedUnclear(named(task)) : t.did.markedClear(named(task));
  }
  return t.did.changed(named(task));
}

export function setPriority(list: OpenList, task: Task, priority: Priority): void {
  editTask(list, task, { priority });
}

export function toggleTag(list: OpenList, task: Task, tag: string): void {
  if (!list.may('tasks:update')) return;
  const on = !task.tags.includes(tag);
  const name = list.shown.tag.get(tag)?.name ?? t.did.aTag;
  const words = on ? t.did.tagged(named(task), name) : t.did.took(name, named(task));
  workspace.run(labels.label(list.id, task.id, 'tags', tag, on), words);
}

export function toggleAssignee(list: OpenList, task: Task, user: string): void {
  if (!list.may('assignees:manage')) return;
  const on = !task.assignees.includes(user);
  const person = list.shown.member.get(user)?.user;
  const who = person ? person.name || person.username : t.did.somebody;
  const words = on ? t.did.assigned(named(task), who) : t.did.took(who, named(task));
  workspace.run(labels.label(list.id, task.id, 'assignees', user, on), words);
}

export function deleteTask(list: OpenList, task: Task): void {
  if (!list.may('tasks:delete')) return;
  workspace.run(commands.deleteTask(list.id, task.id), t.did.deleted(named(task)));
}

export function stepTask(list: OpenList, task: Task, by: -1 | 1): void {
  const place = stepFrom(list, task, by);
  if (place) placeTask(list, task, place);
}

export function placeTask(list: OpenList, task: Task, { section, after }: Place): void {
  if (!list.may('tasks:update')) return;
  const to = list.shown.section.get(section)?.name ?? t.did.aSection;
  workspace.run(
    commands.placeTask(list.id, list.shown, task.id, section, after),
    section === task.section ? t.did.moved(named(task)) : t.did.movedInto(named(task), to),
  );
  const landed = positionOf(list, list.shown.task.get(task.id) ?? task);
  const isElsewhere = after !== undefined && landed.after !== after;
  if (isElsewhere && list.list?.auto_order) offerManualOrder(list);
  else notices.say(t.did.movedTo(landed.position, landed.count));
}

/** Without a word, a task that jumps back to its automatic place would look like a fault. */
function offerManualOrder(list: OpenList): void {
  const text = t.did.ordersItself;
  if (!list.may('list:update')) return notices.toast(text);
  notices.toast(text, { label: t.did.orderByHand, run: () => setAutoOrder(list, false) });
}
