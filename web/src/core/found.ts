import { applyChange, type Entry, type Expected, type Task } from './entries';

/** A task as it is found outside its list: with the list's id, and ids of tags and people to look up there. */
export type FoundTask = Task & { list: string };

/**
 * An answer of the server that is kept true: entries of the stream change its tasks at once, and what
 * was done here lies on top until its own entry comes. Which tasks belong here only the server knows: it
 * is asked again, and `load` replaces them.
 */
export class FoundTasks {
  #tasks: FoundTask[] = [];
  #pending = new Map<string, Expected[]>();

  load(tasks: FoundTask[]): void {
    this.#tasks = tasks;
  }

  mutate(key: string, changes: Expected[]): void {
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

function applied(tasks: FoundTask[], changes: Expected[]): FoundTask[] {
  const own = changes.filter(({ kind }) => kind === 'task');
  if (!own.length) return tasks;
  return tasks.flatMap((task) => {
    const of = own.filter(({ id }) => id === task.id);
    const row = of.reduce<object | undefined>(applyChange, task);
    return row ? [row as FoundTask] : [];
  });
}
