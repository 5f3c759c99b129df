/** Durations as people write and read them. Numbers are whole seconds. */

const UNITS = { d: 86_400, h: 3_600, m: 60, s: 1 };
const LONGEST = 2_147_483_647;

/** "1h 30m"; seconds only where there is less than a minute. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  const parts = [
    [Math.floor(minutes / 60), 'h'],
    [minutes % 60, 'm'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count ? [`${count}${unit}`] : [])).join(' ');
}

/** "1:05:09", "5:09": for what is counting. */
export function clockText(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** "90m", "1h30m", "1.5h", "1:30", or a number of minutes; null for anything else. */
export function readDuration(text: string): number | null {
  const word = text.toLowerCase().replace(/\s+/g, '');
  const clock = /^(\d{1,5}):([0-5]\d)$/.exec(word);
  if (clock) return limited(Number(clock[1]) * UNITS.h + Number(clock[2]) * UNITS.m);
  if (/^\d{1,7}$/.test(word)) return limited(Number(word) * UNITS.m);
  if (!/^(\d+([.,]\d+)?[dhms])+$/.test(word)) return null;
  let seconds = 0;
  for (const [, count, unit] of word.matchAll(/(\d+(?:[.,]\d+)?)([dhms])/g)) {
    seconds += Number(count!.replace(',', '.')) * UNITS[unit as keyof typeof UNITS];
  }
  return limited(Math.round(seconds));
}

const limited = (seconds: number): number | null => (seconds <= LONGEST ? seconds : null);
