const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A rank strictly between two others; null is an open end. It never ends in '0', else nothing would
 * fit between it and the same rank without the '0'. If the two are not in order it follows the first.
 */
export function rankBetween(before: string | null, after: string | null): string {
  const low = before ?? '';
  let high = after !== null && after > low ? after : null;
  let rank = '';
  for (let i = 0; ; i++) {
    const from = i < low.length ? DIGITS.indexOf(low[i]!) : 0;
    const to = high !== null && i < high.length ? DIGITS.indexOf(high[i]!) : DIGITS.length;
    if (from === to) {
      rank += DIGITS[from];
      continue;
    }
    const middle = (from + to) >> 1;
    if (middle > from) return rank + DIGITS[middle];
    rank += DIGITS[from];
    high = null;
  }
}
