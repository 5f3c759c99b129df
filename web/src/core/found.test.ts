import { describe, expect, it } from 'vitest';
import type { Change, Entry } from './entries';
import { FoundTasks, type FoundTask } from './found';

const task = (id: string, more: Partial<FoundTask> = {}): FoundTask => ({
  id,
  list: 'l',
  section: 's',
  name: id,
  description: '',
  status: 'unstarted',
  priority: 'low',
  unclear: false,
  due: null,
  expected: null,
  elapsed: 0,
  timer_started_at: null,
  created_at: '2026-11-22T10:00:00.000Z',
  completed_at: null,
  tags: [],
  assignees: [],
  issue: null,
  rank: 'V',
  version: 1,
  ...more,
});

const entry = (changes: Change[], key: string | null = null): Entry => ({
  audience: 'l',
  position: 1,
  at: '2026-11-22T10:00:00.000Z',
  actor: { user: null, via: 'web' },
  key,
  facts: [],
  changes,
});

const named = (found: FoundTasks) => found.shown.map(({ name, status }) => `${name} ${status}`);

describe('found tasks', () => {
  it('follow what others do, and lose what is gone', () => {
    const found = new FoundTasks();
    found.load([task('a'), task('b')]);
    found.receive(
      entry([
        { kind: 'task', id: 'a', set: { name: 'renamed' } },
        { kind: 'task', id: 'b', gone: true },
        { kind: 'task', id: 'c', set: { name: 'a part of a task that is not here' } },
        { kind: 'tag', id: 'a', gone: true },
      ]),
    );
    expect(named(found)).toEqual(['renamed unstarted']);
  });

  it('show what was done here until its entry comes', () => {
    const found = new FoundTasks();
    found.load([task('a')]);
    found.mutate('key', [{ kind: 'task', id: 'a', set: { status: 'completed' } }]);
    expect(named(found)).toEqual(['a completed']);
    found.load([task('a')]);
    expect(named(found)).toEqual(['a completed']);
    found.receive(entry([{ kind: 'task', id: 'a', set: { status: 'paused' } }], 'key'));
    expect(named(found)).toEqual(['a paused']);
  });

  it('show again what was, where the server refused', () => {
    const found = new FoundTasks();
    found.load([task('a')]);
    found.mutate('key', [{ kind: 'task', id: 'a', set: { status: 'completed' } }]);
    found.settle('key');
    expect(named(found)).toEqual(['a unstarted']);
  });

  it('do not bring back half of what the next answer no longer has', () => {
    const found = new FoundTasks();
    found.load([task('a')]);
    found.mutate('key', [{ kind: 'task', id: 'a', set: { status: 'completed' } }]);
    found.load([]);
    expect(named(found)).toEqual([]);
  });
});
