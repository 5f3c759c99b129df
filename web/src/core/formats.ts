/**
 * How dates and numbers are written. To make a formatter takes as long as to use it a hundred times: each is made once,
 * by the first who needs it, and kept.
 */

type Locale = string | undefined;

const kept = new Map<string, unknown>();

/** `make` it, unless there is one of this `kind` for the locale and the options. */
function once<Format>(kind: string, locale: Locale, options: object, make: () => Format): Format {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  const known = kept.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

/** In this browser's time zone, where the options name no other. Without a locale: as the browser likes it. */
export const dateFormat = (locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  once('date', locale, options, () => new Intl.DateTimeFormat(locale, options));

/** "today", "yesterday". */
export const nearFormat = (locale: Locale): Intl.RelativeTimeFormat =>
  once('near', locale, {}, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));

export const numberFormat = (locale: Locale, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  once('number', locale, options, () => new Intl.NumberFormat(locale, options));

export const pluralRules = (locale: string): Intl.PluralRules =>
  once('plural', locale, {}, () => new Intl.PluralRules(locale));

/** "Ann, Bob and Cy". */
export const listFormat = (locale: string): Intl.ListFormat =>
  once('list', locale, {}, () => new Intl.ListFormat(locale));
