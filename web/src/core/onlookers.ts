import { t } from '../texts';

/** "Ann, Bob and 3 others are looking at this list." Of names not more than fit in a line. */
export function onlookersText(names: string[]): string {
  const named = names.length > MOST_NAMED + 1 ? names.slice(0, MOST_NAMED) : names;
  const others = names.length - named.length;
  const all = others ? [...named, t.list.others(others)] : named;
  return t.list.looking(all);
}

const MOST_NAMED = 5;

/** Of so many people, how many faces are shown: one more face takes no more room than "+1". */
export const facesOf = (people: number, most: number): number => (people > most + 1 ? most : people);
