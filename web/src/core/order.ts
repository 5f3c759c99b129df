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
  const completed = tasks.filter(isCompleted);
  completed.sort((a, b) => compare(b.completed_at ?? '', a.completed_at ?? '') || byRank(a, b));
  // A key for each, made once: made in each comparison, they would cost more than the sorting.
  const open = tasks.filter((task) => !isCompleted(task)).map((task) => ({ task, due: dueKey(task.due) }));
  open.sort(
    (a, b) =>
      compare(a.due, b.due) || URGENCY[a.task.priority] - URGENCY[b.task.priority] || byRank(a.task, b.task),
  );
  return [...open.map(({ task }) => task), ...completed];
}

/** A day is due at its end, after every instant of that day; undated is last ('~' follows all digits). */
function dueKey(due: string | null): string {
  if (due === null) return '~';
  return due.length === 10 ? `${due}~` : due;
}

// Not localeCompare: ranks are ordered by code point, on the server too.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
