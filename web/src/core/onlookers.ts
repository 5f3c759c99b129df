/** "Ann, Bob and 3 others are looking at this list." Of names not more than fit in a line. */
export function onlookersText(names: string[]): string {
  const named = names.length > MOST_NAMED + 1 ? names.slice(0, MOST_NAMED) : names;
  const others = names.length - named.length;
  const all = others ? [...named, `${others} others`] : named;
  const last = all.at(-1);
  const who = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${last}` : last;
  return `${who} ${all.length > 1 ? 'are' : 'is'} looking at this list.`;
}

const MOST_NAMED = 5;

/** Of so many people, how many faces are shown: one more face takes no more room than "+1". */
export const facesOf = (people: number, most: number): number => (people > most + 1 ? most : people);
