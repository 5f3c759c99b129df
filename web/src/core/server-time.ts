/**
 * How far the server's clock is ahead of this one, from the `Date` of its answers. That has no fractions of
 * a second: each answer gives two bounds, and the estimate moves only as far as they ask.
 */
export class ServerTime {
  #ahead = 0;

  /** In milliseconds: the answer's `Date`, and when, by this clock, it was asked for and was here. */
  learn(date: number, asked: number, answered: number): void {
    const low = date - answered;
    const high = date + 999 - asked;
    this.#ahead = Math.max(low, Math.min(high, this.#ahead));
  }

  now(local = Date.now()): Date {
    return new Date(local + this.#ahead);
  }
}
