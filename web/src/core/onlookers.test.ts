import { expect, it } from 'vitest';
import { facesOf, onlookersText } from './onlookers';

it.each([
  [['Ann'], 'Ann is looking at this list.'],
  [['Ann', 'Bob'], 'Ann and Bob are looking at this list.'],
  [['Ann', 'Bob', 'Cy'], 'Ann, Bob and Cy are looking at this list.'],
  [['A', 'B', 'C', 'D', 'E', 'F'], 'A, B, C, D, E and F are looking at this list.'],
  [['A', 'B', 'C', 'D', 'E', 'F', 'G'], 'A, B, C, D, E and 2 others are looking at this list.'],
])('%s', (names, text) => {
  expect(onlookersText(names)).toBe(text);
});

it('never says of one person that there is one more', () => {
  expect([1, 3, 4, 5, 1000].map((people) => facesOf(people, 3))).toEqual([1, 3, 4, 3, 3]);
});
