import { listFormat, numberFormat, pluralRules } from '../core/formats';

/** How the texts of this catalogue count and join. Numbers are as the profile, or else the browser, likes them. */

const LANGUAGE = 'en-GB';

let locale = (): string | undefined => undefined;

/** `chosen` gives the profile's locale, or none for the browser's. Who shows a number asks it, and so follows it. */
export function writeNumbersIn(chosen: () => string | undefined): void {
  locale = chosen;
}

export const number = (count: number): string => numberFormat(locale()).format(count);

type Forms = { one: string; other: string };

/** The form that the language has for so many. */
export const plural = (count: number, { one, other }: Forms): string =>
  pluralRules(LANGUAGE).select(count) === 'one' ? one : other;

/** "1 task", "5,000 tasks". */
export const counted = (count: number, forms: Forms): string => `${number(count)} ${plural(count, forms)}`;

/** "Ann, Bob and Cy". */
export const joined = (words: string[]): string => listFormat(LANGUAGE).format(words);
