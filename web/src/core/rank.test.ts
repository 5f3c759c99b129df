import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankBetween } from './rank';

it('is always strictly between its neighbours', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 80 }), (picks) => {
      const ranks: string[] = [];
      for (const pick of picks) {
        const index = pick % (ranks.length + 1);
        const [before, after] = [ranks[index - 1] ?? null, ranks[index] ?? null];
        const rank = rankBetween(before, after);
        if (before !== null) expect(rank > before).toBe(true);
        if (after !== null) expect(rank < after).toBe(true);
        expect(rank.endsWith('0')).toBe(false);
        ranks.splice(index, 0, rank);
      }
    }),
  );
});

it('ends, and follows the first, where there is nothing between', () => {
  expect(rankBetween('V', 'V') > 'V').toBe(true);
  expect(rankBetween('k', 'V') > 'k').toBe(true);
  expect(rankBetween('V', 'V0') > 'V').toBe(true);
});
