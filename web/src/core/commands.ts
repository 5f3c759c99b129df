import { t } from '../texts';
import type { Tables } from './engine';
import type { Expected, List, Section, Task } from './entries';
import { byRank } from './order';
import { rankBetween } from './rank';

/** A request, and what it is expected to change: shown at once, replaced by what the server says. */
export type Command = {
  list: string;
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  body?: Record<string, unknown>;
  /** The version that was looked at: what somebody else has changed since is not written over. */
  seen?: number;
  /** The key of the change that it takes back, where only the answer to that will name the position. */
  undoes?: string;
  changes: Expected[];
};

export type TaskEdit = Partial<
  Pick<Task, 'name' | 'description' | 'priority' | 'due' | 'expected' | 'unclear'>
>;
export type ListEdit = Partial<Omit<List, 'id' | 'version'>>;
export type NewTask = { id: string; name: string; section?: string } & Partial<
  Pick<Task, 'priority' | 'due' | 'expected' | 'unclear' | 'tags' | 'assignees'>
>;

type Shown = Pick<Tables, 'section' | 'task'>;

/** Not an id that the server would accept: the section it makes by itself comes with its own. */
export const FIRST_SECTION = 'first';

export const editList = (list: string, edit: ListEdit, seen: number): Command => ({
  list,
  method: 'PATCH',
  path: `/lists/${list}`,
  body: edit,
  seen,
  changes: [{ kind: 'list', id: list, set: edit }],
});

export function addSection(list: string, shown: Shown, id: string, name: string): Command {
  const rank = rankBetween(sectionsOf(shown).at(-1)?.rank ?? null, null);
  return {
    list,
    method: 'POST',
    path: `/lists/${list}/sections`,
    body: { id, name },
    changes: [{ kind: 'section', id, set: { id, name, rank } }],
  };
}

export const renameSection = (list: string, id: string, name: string, seen: number): Command => ({
  list,
  method: 'PATCH',
  path: `/lists/${list}/sections/${id}`,
  body: { name },
  seen,
  changes: [{ kind: 'section', id, set: { name } }],
});

export function placeSection(list: string, shown: Shown, id: string, after: string | null): Command {
  const others = sectionsOf(shown).filter((section) => section.id !== id);
  return {
    list,
    method: 'PUT',
    path: `/lists/${list}/sections/${id}/place`,
    body: { after },
    changes: [{ kind: 'section', id, set: { rank: rankAfter(others, after) } }],
  };
}

export function deleteSection(list: string, shown: Shown, id: string): Command {
  return {
    list,
    method: 'DELETE',
    path: `/lists/${list}/sections/${id}`,
    changes: [
      { kind: 'section', id, gone: true },
      ...tasksOf(shown, id).map((task): Expected => ({ kind: 'task', id: task.id, gone: true })),
    ],
  };
}

/**
 * Without a section it goes to the first one, which the server makes if the list has none. Of a `quick` line
 * the server alone decides what it says; `task` is what it will probably say.
 */
export function addTask(list: string, shown: Shown, task: NewTask, now: Date, quick?: string): Command {
  const first = sectionsOf(shown)[0]?.id;
  const section = task.section ?? first ?? FIRST_SECTION;
  const changes: Expected[] = [];
  if (section === FIRST_SECTION) {
    changes.push({
      kind: 'section',
      id: section,
      set: { id: section, name: t.list.firstSection, rank: rankBetween(null, null) },
    });
  }
  changes.push({ kind: 'task', id: task.id, set: newTask(shown, { ...task, section }, now) });
  const { id, name } = task;
  return {
    list,
    method: 'POST',
    path: `/lists/${list}/tasks`,
    body: { id, ...(quick ? { quick } : { name }), ...(section !== FIRST_SECTION && { section }) },
    changes,
  };
}

function newTask(shown: Shown, task: NewTask & { section: string }, now: Date): Task {
  return {
    description: '',
    status: 'unstarted',
    priority: 'low',
    unclear: false,
    due: null,
    expected: null,
    elapsed: 0,
    timer_started_at: null,
    created_at: now.toISOString(),
    completed_at: null,
    tags: [],
    assignees: [],
    issue: null,
    rank: rankBetween(tasksOf(shown, task.section).at(-1)?.rank ?? null, null),
    version: 1,
    ...task,
  };
}

export const editTask = (list: string, id: string, edit: TaskEdit, seen: number): Command => ({
  list,
  method: 'PATCH',
  path: `/lists/${list}/tasks/${id}`,
  body: edit,
  seen,
  changes: [{ kind: 'task', id, set: edit }],
});

/** `after` as in the contract: a task's id, null for the top, absent for the end. */
export function placeTask(
  list: string,
  shown: Shown,
  id: string,
  section: string,
  after?: string | null,
): Command {
  const others = tasksOf(shown, section).filter((task) => task.id !== id);
  const rank = rankAfter(others, after === undefined ? (others.at(-1)?.id ?? null) : after);
  return {
    list,
    method: 'PUT',
    path: `/lists/${list}/tasks/${id}/place`,
    body: after === undefined ? { section } : { section, after },
    changes: [{ kind: 'task', id, set: { section, rank } }],
  };
}

export const deleteTask = (list: string, id: string): Command => ({
  list,
  method: 'DELETE',
  path: `/lists/${list}/tasks/${id}`,
  changes: [{ kind: 'task', id, gone: true }],
});

/** A command that names the section the server was to make, now that it has an id. */
export function withFirstSection(command: Command, id: string): Command {
  const { path, body } = command;
  const place = `/sections/${FIRST_SECTION}`;
  const fields = ['section', 'after'].filter((field) => body?.[field] === FIRST_SECTION);
  if (!path.includes(place) && !fields.length) return command;
  const named = Object.fromEntries(fields.map((field) => [field, id]));
  return {
    ...command,
    path: path.replace(place, `/sections/${id}`),
    ...(body && { body: { ...body, ...named } }),
  };
}

/** `back` is what it is expected to change, as far as that is known. */
export const commandToUndo = (
  list: string,
  { key, position, back }: { key?: string; position?: number; back: Expected[] },
): Command => ({
  list,
  method: 'POST',
  path: `/lists/${list}/undo`,
  ...(position === undefined ? key !== undefined && { undoes: key } : { body: { position } }),
  changes: back,
});

const sectionsOf = (shown: Shown): Section[] => [...shown.section.values()].sort(byRank);

const tasksOf = (shown: Shown, section: string): Task[] =>
  [...shown.task.values()].filter((task) => task.section === section).sort(byRank);

function rankAfter(others: { id: string; rank: string }[], after: string | null): string {
  const index = after === null ? -1 : others.findIndex((other) => other.id === after);
  return rankBetween(others[index]?.rank ?? null, others[index + 1]?.rank ?? null);
}
