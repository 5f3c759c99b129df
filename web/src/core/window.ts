/** Which rows of a long list are worth being in the document. */

/** So many rows of one height, one under the other. */
export type Run = { count: number; height: number };

/** Where the rows of some runs are, without a number for each: a list has thousands, and one change moves them all. */
export class Layout {
  readonly count: number;
  readonly height: number;
  #runs: { index: number; top: number; height: number }[] = [];

  constructor(runs: Run[]) {
    let index = 0;
    let top = 0;
    for (const { count, height } of runs) {
      this.#runs.push({ index, top, height });
      index += count;
      top += count * height;
    }
    this.count = index;
    this.height = top;
  }

  topOf(index: number): number {
    const run = this.#runs[this.runOf(index)];
    return run ? run.top + (index - run.index) * run.height : 0;
  }

  /** The number of the run that a row is in. */
  runOf(index: number): number {
    return this.#last(({ index: first }) => first <= index);
  }

  /** The index of a run's first row. */
  firstOf(run: number): number {
    return this.#runs[run]?.index ?? 0;
  }

  /** The rows `[from, to)` between two heights, and `spare` more on each side to scroll into. */
  between(top: number, bottom: number, spare: number): [number, number] {
    const from = Math.min(this.count, Math.max(0, this.#at(top) - spare));
    const to = Math.min(this.count, this.#at(bottom) + 1 + spare);
    return [from, Math.max(from, to)];
  }

  #at(y: number): number {
    const run = this.#runs[this.#last(({ top }) => top <= y)];
    return run && y > 0 ? run.index + Math.floor((y - run.top) / run.height) : 0;
  }

  /** The last run for which it holds, as it holds for all before; else the first. */
  #last(holds: (run: { index: number; top: number }) => boolean): number {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (holds(this.#runs[middle]!)) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
