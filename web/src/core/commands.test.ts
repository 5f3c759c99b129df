import { expect, it } from 'vitest';
import * as commands from './commands';
import { Engine } from './engine';
import type { Section, Snapshot, Task } from './entries';
import { bySection } from './order';

const LIST = 'list000000000000';
const NOW = new Date('2026-11-22T12:00:00Z');
const section = (id: string, rank: string) => ({ id, name: id, rank }) as Section;
const task = (id: string, inSection: string, rank: string) =>
  ({ id, section: inSection, name: id, rank }) as Task;

function opened(sections: Section[], tasks: Task[]) {
  const shown = { section: new Map<string, Section>(), task: new Map<string, Task>() };
  const engine = new Engine({
    set(kind, id, row) {
      if (kind !== 'section' && kind !== 'task') return;
      if (row) shown[kind].set(id, row as Section & Task);
      else shown[kind].delete(id);
    },
  });
  engine.load({
    list: { id: LIST },
    sections,
    tasks,
    tags: [],
    members: [],
    roles: [],
    position: 1,
  } as unknown as Snapshot);
  let made = 0;
  const run = (command: commands.Command) => engine.mutate({ key: `k${++made}`, changes: command.changes });
  const order = () => {
    const inOrder = [...shown.section.values()].sort((a, b) => (a.rank < b.rank ? -1 : 1));
    const tasksIn = bySection(inOrder, shown.task.values(), false);
    return inOrder.map((each) => [each.id, ...tasksIn.get(each.id)!.map((one) => one.id)].join(' '));
  };
  return { shown, engine, run, order };
}

const TWO = () =>
  opened(
    [section('s', 'F'), section('t', 'V')],
    [task('a', 's', 'F'), task('b', 's', 'V'), task('c', 't', 'V')],
  );

it('adds at the end of a section, or of the first', () => {
  const { shown, run, order } = TWO();
  run(commands.addTask(LIST, shown, { id: 'd', name: 'd', section: 't' }, NOW));
  run(commands.addTask(LIST, shown, { id: 'e', name: 'e' }, NOW));
  expect(order()).toEqual(['s a b e', 't c d']);
});

it('shows a section at once where the server will make the first', () => {
  const { shown, run, order } = opened([], []);
  const first = commands.addTask(LIST, shown, { id: 'a', name: 'a' }, NOW);
  run(first);
  const second = commands.addTask(LIST, shown, { id: 'b', name: 'b' }, NOW);
  run(second);
  expect([first.body, second.body]).toEqual([
    { id: 'a', name: 'a' },
    { id: 'b', name: 'b' },
  ]);
  expect(order()).toEqual([`${commands.FIRST_SECTION} a b`]);
});

it.each([
  ['b', 's', null, ['s b a', 't c']],
  ['a', 's', 'b', ['s b a', 't c']],
  ['a', 't', 'c', ['s b', 't c a']],
  ['a', 't', null, ['s b', 't a c']],
  ['a', 't', undefined, ['s b', 't c a']],
] as const)('places %s in %s after %s', (id, into, after, expected) => {
  const { shown, run, order } = TWO();
  run(commands.placeTask(LIST, shown, id, into, after));
  expect(order()).toEqual(expected);
});

it('places sections', () => {
  const { shown, run, order } = TWO();
  run(commands.placeSection(LIST, shown, 't', null));
  expect(order()).toEqual(['t c', 's a b']);
  run(commands.placeSection(LIST, shown, 't', 's'));
  expect(order()).toEqual(['s a b', 't c']);
});

it('takes the tasks away with their section', () => {
  const { shown, run, order } = TWO();
  run(commands.deleteSection(LIST, shown, 's'));
  expect(order()).toEqual(['t c']);
  expect(shown.task.has('a')).toBe(false);
});

it('keeps tasks in the order they were added in while the server makes their section', () => {
  const { shown, engine, run, order } = opened([], []);
  for (const id of ['a', 'b', 'c']) run(commands.addTask(LIST, shown, { id, name: id }, NOW));
  const made = [
    { kind: 'section', id: 's', set: { ...section('s', 'a0') } },
    { kind: 'task', id: 'a', set: { ...task('a', 's', 'a0xyz') } },
  ];
  const entry = { audience: LIST, at: '', actor: { user: null, via: 'web' }, facts: [] };
  engine.receive({ ...entry, position: 2, key: 'k1', changes: made });
  expect(order()).toEqual(['s a b c']);
  run(commands.addTask(LIST, shown, { id: 'd', name: 'd' }, NOW));
  const next = [{ kind: 'task', id: 'b', set: { ...task('b', 's', 'a1xyz') } }];
  engine.receive({ ...entry, position: 3, key: 'k2', changes: next });
  expect(order()).toEqual(['s a b c d']);
});

it('names the section that the server was to make once it has an id', () => {
  const { shown, run } = opened([], []);
  run(commands.addTask(LIST, shown, { id: 'a', name: 'a' }, NOW));
  const moved = commands.placeTask(LIST, shown, 'a', commands.FIRST_SECTION, null);
  expect(commands.withFirstSection(moved, 's').body).toEqual({ section: 's', after: null });
  const renamed = commands.renameSection(LIST, commands.FIRST_SECTION, 'Soon', 1);
  expect(commands.withFirstSection(renamed, 's')).toMatchObject({
    path: `/lists/${LIST}/sections/s`,
    body: { name: 'Soon' },
  });
  const deleted = commands.deleteTask(LIST, 'a');
  expect(commands.withFirstSection(deleted, 's')).toBe(deleted);
});
