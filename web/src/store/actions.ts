import * as commands from '../core/commands';
import type { Priority, Section, Task } from '../core/entries';
import { newId } from '../core/ids';
import { positionOf, sectionStep, stepFrom, type Place } from '../core/moves';
import { isCompleted } from '../core/order';
import type { OpenList } from './list.svelte';
import { notices } from './notices.svelte';
import { workspace } from './workspace.svelte';

/** What a user does in a list. Each asks whether the role allows it: keys work without a button to hide. */

export const PRIORITIES: { value: Priority; label: string }[] = [
  { value: 'high', label: 'High' },
  { value: 'medium', label: 'Medium' },
  { value: 'low', label: 'Low' },
];

export function addTask(list: OpenList, name: string, section?: string): void {
  if (!list.may('tasks:add')) return;
  const task = { id: newId(), name, ...(section && { section }) };
  workspace.run(commands.addTask(list.id, list.shown, task, new Date()));
  notices.say(`Added ${name}`);
}

export function toggleCompleted(list: OpenList, task: Task): void {
  if (!list.may('tasks:complete')) return;
  const reopens = isCompleted(task);
  workspace.run(
    reopens ? commands.reopenTask(list.id, task.id) : commands.completeTask(list.id, task.id, new Date()),
  );
  notices.say(reopens ? `Reopened ${task.name}` : `Completed ${task.name}`);
}

export function editTask(list: OpenList, task: Task, edit: commands.TaskEdit): void {
  const isNews = Object.entries(edit).some(([field, value]) => task[field as keyof Task] !== value);
  if (isNews && list.may('tasks:update')) workspace.run(commands.editTask(list.id, task.id, edit));
}

export function setPriority(list: OpenList, task: Task, priority: Priority): void {
  editTask(list, task, { priority });
  notices.say(`Priority ${priority}`);
}

export function deleteTask(list: OpenList, task: Task): void {
  if (!list.may('tasks:delete')) return;
  workspace.run(commands.deleteTask(list.id, task.id));
  notices.toast(`Deleted “${task.name}”`);
}

export function stepTask(list: OpenList, task: Task, by: -1 | 1): void {
  const place = stepFrom(list, task, by);
  if (place) placeTask(list, task, place);
}

export function placeTask(list: OpenList, task: Task, { section, after }: Place): void {
  if (!list.may('tasks:update')) return;
  workspace.run(commands.placeTask(list.id, list.shown, task.id, section, after));
  const landed = positionOf(list, list.shown.task.get(task.id) ?? task);
  const isElsewhere = after !== undefined && landed.after !== after;
  if (isElsewhere && list.list?.auto_order) offerManualOrder(list);
  else notices.say(`Moved to position ${landed.position} of ${landed.count}`);
}

/** Without a word, a task that jumps back to its automatic place would look like a fault. */
function offerManualOrder(list: OpenList): void {
  const text = 'This list orders itself by due date and priority.';
  if (!list.may('list:update')) return notices.toast(text);
  notices.toast(text, { label: 'Order by hand', run: () => setAutoOrder(list, false) });
}

export function setAutoOrder(list: OpenList, auto_order: boolean): void {
  editList(list, { auto_order });
  notices.say(auto_order ? 'Automatic order' : 'Order by hand');
}

export function editList(list: OpenList, edit: commands.ListEdit): void {
  if (list.may('list:update')) workspace.run(commands.editList(list.id, edit));
}

export function addSection(list: OpenList, name: string): void {
  if (!list.may('list:update')) return;
  workspace.run(commands.addSection(list.id, list.shown, newId(), name));
  notices.say(`Added section ${name}`);
}

export function renameSection(list: OpenList, section: Section, name: string): void {
  if (name !== section.name && list.may('list:update')) {
    workspace.run(commands.renameSection(list.id, section.id, name));
  }
}

export function stepSection(list: OpenList, section: Section, by: -1 | 1): void {
  const place = sectionStep(list.sections, section.id, by);
  if (!place || !list.may('list:update')) return;
  workspace.run(commands.placeSection(list.id, list.shown, section.id, place.after));
  notices.say(`Moved ${section.name} ${by < 0 ? 'up' : 'down'}`);
}

export function deleteSection(list: OpenList, section: Section): void {
  if (!list.may('list:update')) return;
  workspace.run(commands.deleteSection(list.id, list.shown, section.id));
  notices.toast(`Deleted section “${section.name}”`);
}
