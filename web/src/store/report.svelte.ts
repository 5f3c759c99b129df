import type { Calibration } from '../core/report';
import { call, Refused } from '../sync/api';
import { Backoff } from '../sync/backoff';
import { workspace } from './workspace.svelte';

/** Samples come with completed tasks, one by one: slower than a list, and not worth more. */
const REFRESH_MS = 800;

/** Expected against elapsed, asked for again when tasks change. */
export class Report {
  shown = $state.raw<Calibration | null>(null);
  refusal = $state.raw<Refused | null>(null);
  #filter: () => string;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #backoff = new Backoff();

  constructor(filter: () => string) {
    this.#filter = filter;
  }

  follow(): () => void {
    const soon = () => (this.#timer ??= setTimeout(() => void this.ask(), REFRESH_MS));
    const stop = workspace.listeners.add({
      entry: ({ changes }) => changes.some(({ kind }) => kind === 'task' || kind === 'tag') && soon(),
      missed: soon,
    });
    return () => {
      stop();
      this.#turn++;
      clearTimeout(this.#timer);
    };
  }

  async ask(): Promise<void> {
    const turn = ++this.#turn;
    const path = `/reports/calibration?${new URLSearchParams({ filter: this.#filter() })}`;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const { body } = await call<Calibration>({ method: 'GET', path });
      if (turn !== this.#turn) return;
      this.shown = body;
      this.refusal = null;
      this.#backoff.reset();
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof Refused) this.refusal = error;
      else this.#timer = setTimeout(() => void this.ask(), this.#backoff.next());
    }
  }
}
