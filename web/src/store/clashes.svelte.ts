import type { Command } from '../core/commands';
import type { Conflicts } from '../sync/api';

export type Clash = { command: Command; conflicts: Conflicts };

/** Edits of a list that were refused because somebody else was faster, until somebody chooses. */
export class Clashes {
  #waiting = $state.raw<Clash[]>([]);

  get first(): Clash | undefined {
    return this.#waiting[0];
  }

  add(clash: Clash): void {
    this.#waiting = [...this.#waiting, clash];
  }

  settle(clash: Clash): void {
    this.#waiting = this.#waiting.filter((each) => each !== clash);
  }
}
