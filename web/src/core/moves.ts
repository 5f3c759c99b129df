import type { Section, Task } from './entries';

/** Where a task goes: after that task, or null for the top; absent for the end. */
export type Place = { section: string; after?: string | null };

type Order = { sections: Section[]; tasksIn: Map<string, Task[]> };

/** One up or down as shown; from the edge of a section, over into the next one. Null at the very end. */
export function stepFrom({ sections, tasksIn }: Order, task: Task, by: -1 | 1): Place | null {
  const tasks = tasksIn.get(task.section) ?? [];
  const index = tasks.findIndex((each) => each.id === task.id);
  const neighbour = tasks[index + by];
  if (neighbour) {
    return { section: task.section, after: by > 0 ? neighbour.id : (tasks[index - 2]?.id ?? null) };
  }
  const beside = sections[sections.findIndex((each) => each.id === task.section) + by];
  if (!beside) return null;
  return by > 0 ? { section: beside.id, after: null } : { section: beside.id };
}

/** Dropped on the upper or the lower half of another task. */
export function placeBeside({ tasksIn }: Order, dragged: string, target: Task, below: boolean): Place {
  if (below) return { section: target.section, after: target.id };
  const others = (tasksIn.get(target.section) ?? []).filter((each) => each.id !== dragged);
  const index = others.findIndex((each) => each.id === target.id);
  return { section: target.section, after: others[index - 1]?.id ?? null };
}

/** Where it is now; "3 of 20" for people who hear it. */
export function positionOf(
  { tasksIn }: Order,
  task: Task,
): { position: number; count: number; after: string | null } {
  const tasks = tasksIn.get(task.section) ?? [];
  const index = tasks.findIndex((each) => each.id === task.id);
  return { position: index + 1, count: tasks.length, after: tasks[index - 1]?.id ?? null };
}

/** The section's place after a step up or down, or null if it is the first or the last. */
export function sectionStep(sections: Section[], id: string, by: -1 | 1): { after: string | null } | null {
  const index = sections.findIndex((section) => section.id === id);
  if (!sections[index + by]) return null;
  return { after: (by > 0 ? sections[index + 1]?.id : sections[index - 2]?.id) ?? null };
}
