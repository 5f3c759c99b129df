/** How the texts of this catalogue count and join. Numbers are as the profile, or else the browser, likes them. */

const RULES = new Intl.PluralRules('en');
const JOIN = new Intl.ListFormat('en-GB');

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

/** "Ann, Bob and Cy". */
export const joined = (words: string[]): string => JOIN.format(words);
