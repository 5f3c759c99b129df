import { applyChange, type Change, type Entry, type Task } from './entries';

/** A task as it is found outside its list: with the list's id, and ids of tags and people to look up there. */
export type FoundTask = Task & {
  list: string;
  expected: number | null;
  elapsed: number;
  timer_started_at: string | null;
  tags: string[];
  assignees: string[];
};

/** What a task has taken by now, in seconds, a running timer included. */
export function spentBy(task: Pick<FoundTask, 'elapsed' | 'timer_started_at'>, now: Date): number {
  if (!task.timer_started_at) return task.elapsed;
  return task.elapsed + Math.max(0, Math.floor((now.getTime() - Date.parse(task.timer_started_at)) / 1_000));
}

/**
 * An answer of the server that is kept true: entries of the stream change its tasks at once, and what
 * was done here lies on top until its own entry comes. Which tasks belong here only the server knows: it
 * is asked again, and `load` replaces them.
 */
export class FoundTasks {
  #tasks: FoundTask[] = [];
  #pending = new Map<string, Change[]>();

  load(tasks: FoundTask[]): void {
    this.#tasks = tasks;
  }

  mutate(key: string, changes: Change[]): void {
    this.#pending.set(key, changes);
  }

  /** The change came true some other way, or never will. */
  settle(key: string): void {
    this.#pending.delete(key);
  }

  receive({ key, changes }: Entry): void {
    if (key) this.#pending.delete(key);
    this.#tasks = applied(this.#tasks, changes);
  }

  get shown(): FoundTask[] {
    return applied(this.#tasks, [...this.#pending.values()].flat());
  }
}

function applied(tasks: FoundTask[], changes: Change[]): FoundTask[] {
  const own = changes.filter(({ kind }) => kind === 'task');
  if (!own.length) return tasks;
  return tasks.flatMap((task) => {
    const of = own.filter(({ id }) => id === task.id);
    const row = of.reduce<object | undefined>(applyChange, task);
    return row ? [row as FoundTask] : [];
  });
}
