import type { Entry, Expected } from '../core/entries';

/** A page that shows more than one open list, and wants to hear what the feed brings of all of them. */
export interface Listener {
  entry(entry: Entry): void;
  /** A change made here is on its way, under the key of the entry that it will be. */
  sent?(key: string, changes: Expected[]): void;
  /** A change made here is settled, and no entry will come that says so. */
  settled?(key: string): void;
  /** Entries were missed: what is shown may be old. */
  missed?(): void;
}

const TOGETHER_MS = 250;

export class Listeners {
  #all = new Set<Listener>();
  #late: ReturnType<typeof setTimeout> | undefined;

  /** Until what it returns is called. */
  add(listener: Listener): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  entry(entry: Entry): void {
    for (const listener of this.#all) listener.entry(entry);
  }

  sent(key: string, changes: Expected[]): void {
    for (const listener of this.#all) listener.sent?.(key, changes);
  }

  settled(key: string): void {
    for (const listener of this.#all) listener.settled?.(key);
  }

  /** Told once of however many lists are lost together: each listener asks the server again. */
  missed(): void {
    this.#late ??= setTimeout(() => {
      this.#late = undefined;
      for (const listener of this.#all) listener.missed?.();
    }, TOGETHER_MS);
  }
}
