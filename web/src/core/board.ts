import type { Section, Status, Task } from './entries';

/** Columns of a board: the sections of a list, or the states of its tasks. */
export type Column = { id: string; name: string; by: 'section' | 'status'; tasks: Task[] };

export function sectionColumns(sections: Section[], tasksIn: Map<string, Task[]>): Column[] {
  return sections.map(({ id, name }) => ({ id, name, by: 'section', tasks: tasksIn.get(id) ?? [] }));
}

/** In each column the tasks of all sections, in their order. */
export function statusColumns(
  statuses: { value: Status; label: string }[],
  sections: Section[],
  tasksIn: Map<string, Task[]>,
): Column[] {
  const columns = new Map<Status, Task[]>(statuses.map(({ value }) => [value, []]));
  for (const section of sections) {
    for (const task of tasksIn.get(section.id) ?? []) columns.get(task.status)?.push(task);
  }
  return statuses.map(({ value, label }) => ({
    id: value,
    name: label,
    by: 'status',
    tasks: columns.get(value) ?? [],
  }));
}

/** The column beside that of the task, as Alt and an arrow ask for it. */
export function columnBeside(columns: Column[], task: string, by: -1 | 1): Column | undefined {
  const index = columns.findIndex(({ tasks }) => tasks.some(({ id }) => id === task));
  return index < 0 ? undefined : columns[index + by];
}
