import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTables } from './engine';
import { applyChange, type Expected, type Task } from './entries';
import { inverseOf, Past } from './past';

const step = (key: string, position?: number) => ({
  key,
  words: key,
  back: [],
  ...(position !== undefined && { position }),
});

describe('Past', () => {
  it('undoes the last change, and does again what was undone', () => {
    const past = new Past();
    past.did(step('a'));
    past.did(step('b'));
    past.reached('a', 1);
    past.reached('b', 2);
    expect(past.take(false)?.position).toBe(2);
    past.turned(step('undo b'), false);
    past.reached('undo b', 3);
    expect(past.take(true)?.position).toBe(3);
    past.turned(step('b again'), true);
    past.reached('b again', 4);
    expect(past.take(false)?.position).toBe(4);
    expect(past.take(false)?.position).toBe(1);
    expect(past.take(false)).toBeUndefined();
  });

  it('forgets what was undone when something new is done', () => {
    const past = new Past();
    past.turned(step('undone', 1), false);
    past.did(step('new'));
    expect(past.take(true)).toBeUndefined();
  });

  it('undoes one after the other what has no answer yet', () => {
    const past = new Past();
    past.did(step('a'));
    past.did(step('b'));
    expect([past.take(false)?.key, past.take(false)?.key]).toEqual(['b', 'a']);
    expect(past.take(false)).toBeUndefined();
    past.reached('a', 7);
    expect(past.take(false)).toBeUndefined();
  });

  it('has nothing to undo where nothing was done', () => {
    const past = new Past();
    past.did(step('changed nothing'));
    past.did(step('refused'));
    past.reached('changed nothing', null);
    expect(past.refused('refused')).toBe('refused');
    expect(past.take(false)).toBeUndefined();
  });

  it('undoes an earlier change by its key, once', () => {
    const past = new Past();
    past.did(step('a', 1));
    past.did(step('b', 2));
    expect(past.takeKey('a')?.position).toBe(1);
    expect(past.takeKey('a')).toBeUndefined();
    expect(past.take(false)?.position).toBe(2);
  });
});

describe('the inverse of changes', () => {
  const rows = () =>
    new Map<string, object>([['t', { id: 't', name: 'old', due: null, tags: ['x'], assignees: [] }]]);
  const change = fc.oneof(
    fc
      .record({ name: fc.string(), due: fc.constant('2026-11-30') })
      .map((set) => ({ kind: 'task', id: 't', set })),
    fc.constant({ kind: 'task', id: 't', gone: true as const }),
    fc.constant({ kind: 'task', id: 't', put: { field: 'tags' as const, member: 'y' } }),
    fc.constant({ kind: 'task', id: 't', take: { field: 'tags' as const, member: 'x' } }),
    fc.constant({ kind: 'task', id: 'new', set: { id: 'new', name: 'made', tags: [] } }),
  );

  it('leaves everything as it was', () => {
    fc.assert(
      fc.property(change, (one: Expected) => {
        const before = rows();
        const after = new Map(before);
        const back = inverseOf([one], { ...emptyTables(), task: before as Map<string, Task> });
        for (const each of [one, ...back]) {
          const row = applyChange(after.get(each.id), each);
          if (row) after.set(each.id, row);
          else after.delete(each.id);
        }
        expect(after).toEqual(before);
      }),
    );
  });
});

it('leaves in a set what others have put there meanwhile', () => {
  const put: Expected = { kind: 'task', id: 't', put: { field: 'tags', member: 'mine' } };
  expect(applyChange({ id: 't', tags: ['theirs'] }, put)).toEqual({ id: 't', tags: ['theirs', 'mine'] });
  expect(applyChange({ id: 't', tags: ['mine'] }, put)).toEqual({ id: 't', tags: ['mine'] });
  expect(applyChange(undefined, put)).toBeUndefined();
});
