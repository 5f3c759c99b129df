/** What can be reached from the command palette, and how well it fits what is typed. */

export type Entry = { id: string; label: string; group: string; words?: string };

/** Best first; those that do not fit are left out. Every word must begin some word of the label. */
export function ranked<Thing extends Entry>(things: Thing[], typed: string): Thing[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return things;
  return things
    .map((thing) => ({ thing, fit: fitOf(thing, words) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ thing }) => thing);
}

function fitOf({ label, words: more = '' }: Entry, words: string[]): number {
  const own = fold(label);
  const all = `${own} ${fold(more)}`;
  let fit = 0;
  for (const word of words) {
    if (own.startsWith(word)) fit += 4;
    else if (own.includes(` ${word}`)) fit += 3;
    else if (all.includes(word)) fit += 1;
    else return 0;
  }
  return fit;
}

/** Accents and case do not matter to whoever is in a hurry. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
