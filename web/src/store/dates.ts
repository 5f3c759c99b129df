import { dueText } from '../core/due';
import { dateFormat } from '../core/formats';
import { clock } from './clock.svelte';
import { session } from './session.svelte';

/** Days and times in the language of the profile, or if it names none, of the browser. */

export const locale = (): string | undefined => session.me?.locale ?? undefined;

export const dueWords = (due: string): string => dueText(due, clock.now, locale());

/** "28 Nov". */
export const dayOfMonth = (at: string): string =>
  dateFormat(locale(), { day: 'numeric', month: 'short' }).format(new Date(at));

/** "28 Nov 2026": of a day that may be far off. */
export const day = (at: string): string =>
  dateFormat(locale(), { dateStyle: 'medium' }).format(new Date(at));

/** "09:05". */
export const timeOfDay = (at: string): string =>
  dateFormat(locale(), { timeStyle: 'short' }).format(new Date(at));

/** "28 Nov 2026, 09:05". */
export const moment = (at: string): string =>
  dateFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
