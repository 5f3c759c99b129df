/** How the texts of this catalogue count; numbers are written as the profile, or else the browser, likes them. */

const RULES = new Intl.PluralRules('en');

let numbers = new Intl.NumberFormat();

/** Of the profile; without one, of the browser. */
export function writeNumbersIn(locale: string | undefined): void {
  numbers = new Intl.NumberFormat(locale);
}

export const number = (count: number): string => numbers.format(count);

type Forms = { one: string; other: string };

/** The form that the language has for so many. */
export const plural = (count: number, { one, other }: Forms): string =>
  RULES.select(count) === 'one' ? one : other;

/** "1 task", "5,000 tasks". */
export const counted = (count: number, forms: Forms): string => `${number(count)} ${plural(count, forms)}`;
