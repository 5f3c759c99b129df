import { expect, it } from 'vitest';
import { Backlog } from './backlog';
import type { Entry } from './entries';

const entry = (audience: string, position: number): Entry => ({
  audience,
  position,
  at: '',
  actor: { user: null, via: 'web' },
  key: null,
  facts: [],
  changes: [],
});

function backlogAt(positions: Record<string, number>): Backlog {
  const backlog = new Backlog();
  backlog.attach(positions);
  return backlog;
}

it('brings a later tab up to date from what it kept', () => {
  const backlog = backlogAt({ a: 3, b: 1 });
  for (const position of [4, 5, 6]) backlog.add(entry('a', position));
  expect(backlog.attach({ a: 4, b: 1 })).toEqual({
    missed: [entry('a', 5), entry('a', 6)],
    lost: [],
    unknown: false,
  });
});

it('says which audiences need a snapshot', () => {
  const backlog = backlogAt({ a: 3 });
  backlog.add(entry('a', 4));
  expect(backlog.attach({ a: 2 })).toEqual({ missed: [], lost: ['a'], unknown: false });
});

it('says when the stream does not cover an audience', () => {
  const backlog = backlogAt({ a: 3 });
  expect(backlog.attach({ b: 7 }).unknown).toBe(true);
  expect(backlog.positions).toEqual({ a: 3, b: 7 });
});

it('passes an entry once', () => {
  const backlog = backlogAt({ a: 3 });
  expect([backlog.add(entry('a', 4)), backlog.add(entry('a', 4)), backlog.add(entry('a', 3))]).toEqual([
    true,
    false,
    false,
  ]);
});

it('keeps a bounded number, and knows what it no longer has', () => {
  const backlog = backlogAt({ a: 0 });
  for (let position = 1; position <= 9_000; position++) backlog.add(entry('a', position));
  expect(backlog.attach({ a: 10 }).lost).toEqual(['a']);
  expect(backlog.attach({ a: 8_990 }).missed).toHaveLength(10);
});
