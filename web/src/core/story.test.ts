import { expect, it } from 'vitest';
import type { Fact, User } from './entries';
import { story, type Told } from './story';

const ANN = { id: 'a', username: 'ann', name: 'Ann' } as User;
const NOW = new Date(2026, 10, 22, 12);

const told = (facts: Fact[], changes: Told['changes'] = [], by: User | null = ANN): Told => ({
  position: 1,
  at: '',
  actor: { user: 'a', via: 'web' },
  by,
  key: null,
  facts,
  changes,
});
const NAMES: Record<string, string> = { 'task t': 'Milk', 'tag g': 'shop', 'member b': 'Bob' };
const nameOf = (kind: string, id: string) => NAMES[`${kind} ${id}`];
const tell = (...given: Parameters<typeof told>) => story(told(...given), nameOf, NOW).what;
const change = (before: Record<string, unknown> | null, after: Record<string, unknown> | null) => [
  { kind: 'task', id: 't', before, after },
];

it.each([
  [{ type: 'task.completed', task: 't' }, [], 'completed “Milk”'],
  [
    { type: 'task.renamed', task: 't' },
    change({ name: 'Milk' }, { name: 'Oat milk' }),
    'renamed “Milk” to “Oat milk”',
  ],
  [
    { type: 'task.scheduled', task: 't' },
    change({ due: null }, { due: '2026-11-23' }),
    'set “Milk” due Tomorrow',
  ],
  [
    { type: 'task.estimated', task: 't' },
    change({ expected: null }, { expected: 5_400 }),
    'expects 1h 30m for “Milk”',
  ],
  [{ type: 'task.tagged', task: 't', tag: 'g' }, [], 'tagged “Milk” with “shop”'],
  [{ type: 'task.assigned', task: 't', user: 'b' }, [], 'assigned “Milk” to Bob'],
  [
    { type: 'task.deleted', task: 'x' },
    [{ kind: 'task', id: 'x', before: { name: 'Eggs' }, after: null }],
    'deleted “Eggs”',
  ],
  [
    { type: 'tag.recolored', tag: 'g' },
    [{ kind: 'tag', id: 'g', before: { color: 'red' }, after: { color: 'cyan' } }],
    'made the tag “shop” cyan',
  ],
  [{ type: 'task.unfollowed', task: 't' }, [], 'took “Milk” off its issue'],
  [{ type: 'mirror.linked', list: 'l' }, [], 'linked the list to a repository'],
  [{ type: 'mirror.imported', list: 'l', done: 25, of: 60 }, [], 'imported 25 of 60 open issues'],
  [{ type: 'timer.started', task: 'gone' }, [], 'started working on a task'],
  [{ type: 'something.new' }, [], 'changed something'],
] as [Fact, Told['changes'], string][])('tells %j', (fact, changes, words) =>
  expect(tell([fact], changes)).toBe(words),
);

it('tells an undo, and that there is more', () => {
  const facts = [
    { type: 'entry.undone', position: 3 },
    { type: 'task.completed', task: 't' },
    { type: 'timer.paused', task: 't' },
  ];
  expect(tell(facts)).toBe('undid a change: completed “Milk”');
  const both = [
    { type: 'task.described', task: 't' },
    { type: 'task.marked', task: 't' },
  ];
  expect(tell(both)).toBe('described “Milk” and 1 more');
});

it('tells the whole before its parts', () => {
  const completed = [
    { type: 'timer.paused', task: 't' },
    { type: 'task.completed', task: 't' },
  ];
  expect(tell(completed)).toBe('completed “Milk”');
  const removed = [
    { type: 'task.unassigned', task: 't', user: 'b' },
    { type: 'member.removed', member: 'b' },
  ];
  expect(tell(removed)).toBe('removed Bob from the list');
  const first = [
    { type: 'section.added', section: 's' },
    { type: 'task.added', task: 't' },
  ];
  expect(tell(first)).toBe('added “Milk”');
  const deleted = [
    { type: 'task.deleted', task: 't' },
    { type: 'section.deleted', section: 's' },
  ];
  expect(tell(deleted)).toBe('deleted a section and 1 more');
});

it('knows who it was, if anybody does', () => {
  expect(story(told([], [], null), nameOf, NOW).who).toBe('Somebody');
  expect(story(told([]), nameOf, NOW).who).toBe('Ann');
});
