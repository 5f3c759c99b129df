import { expect, it } from 'vitest';
import type { Section, Task } from './entries';
import { placeBeside, positionOf, sectionStep, stepFrom } from './moves';

const sections = ['s', 't'].map((id) => ({ id, name: id, rank: id }) as Section);
const task = (id: string, section: string) => ({ id, section }) as Task;
const [a, b, c, d] = [task('a', 's'), task('b', 's'), task('c', 's'), task('d', 't')];
const order = {
  sections,
  tasksIn: new Map([
    ['s', [a, b, c]],
    ['t', [d]],
  ]),
};

it.each([
  [a, 1, { section: 's', after: 'b' }],
  [b, -1, { section: 's', after: null }],
  [c, -1, { section: 's', after: 'a' }],
  [c, 1, { section: 't', after: null }],
  [d, -1, { section: 's' }],
  [a, -1, null],
  [d, 1, null],
] as const)('steps %o by %i', (from, by, place) => expect(stepFrom(order, from, by)).toEqual(place));

it('places beside what it is dropped on', () => {
  expect(placeBeside(order, 'd', b, false)).toEqual({ section: 's', after: 'a' });
  expect(placeBeside(order, 'd', b, true)).toEqual({ section: 's', after: 'b' });
  expect(placeBeside(order, 'a', b, false)).toEqual({ section: 's', after: null });
});

it('knows where a task is', () => {
  expect(positionOf(order, b)).toEqual({ position: 2, count: 3, after: 'a' });
});

it('steps sections', () => {
  expect(sectionStep(sections, 's', 1)).toEqual({ after: 't' });
  expect(sectionStep(sections, 't', -1)).toEqual({ after: null });
  expect(sectionStep(sections, 's', -1)).toBe(null);
});
