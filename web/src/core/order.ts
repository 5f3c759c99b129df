import type { Priority, Section, Task } from './entries';

const URGENCY: Record<Priority, number> = { high: 0, medium: 1, low: 2 };

export const isCompleted = (task: Task): boolean => task.status === 'completed';

export const byRank = (a: { rank: string; id: string }, b: { rank: string; id: string }): number =>
  compare(a.rank, b.rank) || compare(a.id, b.id);

/** The tasks of each section in the order they are shown; a task of an unknown section is left out. */
export function bySection(
  sections: Section[],
  tasks: Iterable<Task>,
  automatic: boolean,
): Map<string, Task[]> {
  const shown = new Map<string, Task[]>(sections.map((section) => [section.id, []]));
  for (const task of tasks) shown.get(task.section)?.push(task);
  for (const [section, inSection] of shown) {
    shown.set(section, automatic ? byUrgency(inSection) : inSection.sort(byRank));
  }
  return shown;
}

/** Open before completed; completed by latest completion; open by due, then priority, then rank. */
function byUrgency(tasks: Task[]): Task[] {
  const open: Task[] = [];
  const completed: Task[] = [];
  for (const task of tasks) (isCompleted(task) ? completed : open).push(task);
  open.sort((a, b) => compareDue(a.due, b.due) || URGENCY[a.priority] - URGENCY[b.priority] || byRank(a, b));
  completed.sort((a, b) => compare(b.completed_at ?? '', a.completed_at ?? '') || byRank(a, b));
  for (const task of completed) open.push(task);
  return open;
}

/** A day is due at its end, after every instant of that day; undated is last. Makes no texts: it is asked often. */
function compareDue(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  if (a.length === b.length) return compare(a, b);
  return b.startsWith(a) ? 1 : a.startsWith(b) ? -1 : compare(a, b);
}

// Not localeCompare: ranks are ordered by code point, on the server too.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
