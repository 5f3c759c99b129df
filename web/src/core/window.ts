/** Which rows of a long list are worth being in the document. */

/** Where each row begins, and, last, where they all end. */
export function offsetsOf(heights: number[]): number[] {
  const offsets = [0];
  for (const height of heights) offsets.push(offsets.at(-1)! + height);
  return offsets;
}

/** The rows `[from, to)` between two heights, and some more on each side to scroll into. */
export function rowsBetween(offsets: number[], top: number, bottom: number, spare = 8): [number, number] {
  const count = offsets.length - 1;
  const from = Math.max(0, rowAt(offsets, top) - spare);
  const to = Math.min(count, rowAt(offsets, bottom) + 1 + spare);
  return [from, Math.max(from, to)];
}

function rowAt(offsets: number[], y: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}
