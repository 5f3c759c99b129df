import type { Heard } from './stream';

/** Each handing on draws the page anew: that of a long list takes a slow machine some 30 ms. */
const PAUSE_MS = 100;

/**
 * Hands on at once what comes after a pause; what comes faster than that is gathered and handed on together, so
 * that a busy list does not keep its page from everything else.
 */
export class Gatherer {
  #tell: (heard: Heard[]) => void;
  #gathered: Heard[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (heard: Heard[]) => void) {
    this.#tell = tell;
  }

  hear(heard: Heard): void {
    this.#gathered.push(heard);
    // Not put off by what comes meanwhile.
    if (this.#timer === undefined) this.#handOn();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#gathered = [];
  }

  #handOn(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    this.#timer = gathered.length ? setTimeout(() => this.#handOn(), PAUSE_MS) : undefined;
    if (gathered.length) this.#tell(gathered);
  }
}
