import { dateFormat, nearFormat } from './formats';
import { lookup } from './lookup';

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

/** "Today", "Fri", "4 Dec", with the time of day if it has one. */
export function dueText(due: string, now: Date, locale?: string): string {
  const days = daysBetween(dayText(now), dayOf(due));
  const day = days >= -1 && days < 7 ? nearDay(days, dayOf(due), locale) : farDay(dayOf(due), now, locale);
  if (isDay(due)) return day;
  const time = dateFormat(locale, { timeStyle: 'short' }).format(new Date(due));
  return `${day}, ${time}`;
}

function nearDay(days: number, day: string, locale?: string): string {
  if (days > 1) return dateFormat(locale, { weekday: 'short' }).format(new Date(`${day}T00:00`));
  const word = nearFormat(locale).format(days, 'day');
  return word[0]!.toLocaleUpperCase(locale) + word.slice(1);
}

function farDay(day: string, now: Date, locale?: string): string {
  const date = new Date(`${day}T00:00`);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return dateFormat(locale, { day: 'numeric', month: 'short', ...year }).format(date);
}

const NEAR: Record<string, number> = { today: 0, tod: 0, tomorrow: 1, tom: 1, yesterday: -1 };
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The words of the filter language, "fri", "+3d", "2026-11-30", maybe with a time: "tomorrow 9:30". Null for others. */
export function readDue(text: string, now: Date): string | null {
  const found = /^(\S+)(?:\s+([01]?\d|2[0-3])(?::([0-5]\d))?)?$/.exec(text.trim().toLowerCase());
  const day = found && readDay(found[1]!, now);
  if (!day) return null;
  return dueFrom(day, found[2] ? `${found[2].padStart(2, '0')}:${found[3] ?? '00'}` : '');
}

function readDay(word: string, now: Date): string | null {
  const near = lookup(NEAR, word);
  if (near !== undefined) return daysFrom(now, near);
  const weekday = word.length >= 3 ? WEEKDAYS.findIndex((name) => name.startsWith(word)) : -1;
  // The next one after today, never today itself.
  if (weekday >= 0) return daysFrom(now, (weekday - now.getDay() + 7) % 7 || 7);
  const shift = /^([+-]\d{1,4})([dwmy])$/.exec(word);
  if (shift) return shifted(now, Number(shift[1]), shift[2]!);
  const isDate = /^\d{4}-\d\d-\d\d$/.test(word) && dayText(new Date(`${word}T00:00`)) === word;
  return isDate ? word : null;
}

function shifted(now: Date, amount: number, unit: string): string {
  if (unit === 'd' || unit === 'w') return daysFrom(now, amount * (unit === 'w' ? 7 : 1));
  const months = now.getMonth() + amount * (unit === 'y' ? 12 : 1);
  const lastDay = new Date(now.getFullYear(), months + 1, 0).getDate();
  return dayText(new Date(now.getFullYear(), months, Math.min(now.getDate(), lastDay)));
}

// Through UTC: a day on which the clocks change has 23 or 25 hours.
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS);

const two = (number: number): string => String(number).padStart(2, '0');
