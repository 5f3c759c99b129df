/** A due is a calendar day ("2026-11-30") or an instant ("2026-11-30T17:00:00.000Z"). */

const DAY_MS = 86_400_000;

export const isDay = (due: string): boolean => due.length === 10;

/** The calendar day, in this browser's time zone. */
export const dayOf = (due: string): string => (isDay(due) ? due : dayText(new Date(due)));

export const timeOf = (due: string): string =>
  isDay(due) ? '' : `${two(new Date(due).getHours())}:${two(new Date(due).getMinutes())}`;

/** What is sent for a day and, maybe, a time of that day. */
export function dueFrom(day: string, time: string): string {
  return time ? new Date(`${day}T${time}`).toISOString() : day;
}

export function dayText(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function daysFrom(now: Date, days: number): string {
  return dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
}

/** The Monday after this week: what "next week" means to most. */
export function nextMonday(now: Date): string {
  return daysFrom(now, (8 - now.getDay()) % 7 || 7);
}

export function isOverdue(due: string, now: Date): boolean {
  return isDay(due) ? due < dayText(now) : new Date(due) < now;
}

/** "today", "in 3 days", "4 Dec", with the time of day if it has one. */
export function dueText(due: string, now: Date, locale?: string): string {
  const days = daysBetween(dayText(now), dayOf(due));
  const day = Math.abs(days) < 7 ? nearDay(days, locale) : farDay(dayOf(due), now, locale);
  if (isDay(due)) return day;
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(new Date(due));
  return `${day}, ${time}`;
}

function nearDay(days: number, locale?: string): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}

function farDay(day: string, now: Date, locale?: string): string {
  const date = new Date(`${day}T00:00`);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...year }).format(date);
}

// Through UTC: a day on which the clocks change has 23 or 25 hours.
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS);

const two = (number: number): string => String(number).padStart(2, '0');
