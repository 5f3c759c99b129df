/** What a table says of a word that comes from elsewhere; every object has a `constructor` that no table means. */
export const lookup = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;
