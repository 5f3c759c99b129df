const FIRST_MS = 500;
const LAST_MS = 30_000;

/** Doubling waits with jitter: all pages of a restarted server would else come back in the same moment. */
export class Backoff {
  #next = FIRST_MS;

  next(): number {
    const wait = this.#next * (0.5 + Math.random());
    this.#next = Math.min(this.#next * 2, LAST_MS);
    return wait;
  }

  reset(): void {
    this.#next = FIRST_MS;
  }
}
