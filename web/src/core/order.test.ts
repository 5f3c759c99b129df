import { expect, it } from 'vitest';
import type { Task } from './entries';
import { bySection } from './order';

const SECTION = { id: 's', name: 'One', rank: 'V', version: 1 };
let made = 0;
const task = (name: string, fields: Partial<Task> = {}): Task => ({
  id: String(++made).padStart(16, '0'),
  section: 's',
  name,
  description: '',
  status: 'unstarted',
  priority: 'low',
  unclear: false,
  due: null,
  expected: null,
  elapsed: 0,
  timer_started_at: null,
  created_at: '',
  completed_at: null,
  tags: [],
  assignees: [],
  issue: null,
  rank: 'V',
  version: 1,
  ...fields,
});

const names = (tasks: Task[], automatic: boolean) =>
  bySection([SECTION], tasks, automatic)
    .get('s')!
    .map((each) => each.name);

it('puts what is most urgent first in automatic order', () => {
  const tasks = [
    task('done long ago', { status: 'completed', completed_at: '2026-01-01T00:00:00.000Z' }),
    task('done just now', { status: 'completed', completed_at: '2026-11-22T10:00:00.000Z' }),
    task('undated, low'),
    task('undated, high', { priority: 'high' }),
    task('today', { due: '2026-11-22' }),
    task('today at nine', { due: '2026-11-22T09:00:00.000Z' }),
    task('overdue', { due: '2026-11-01' }),
    task('today, medium', { due: '2026-11-22', priority: 'medium' }),
  ];
  expect(names(tasks, true)).toEqual([
    'overdue',
    'today at nine',
    'today, medium',
    'today',
    'undated, high',
    'undated, low',
    'done just now',
    'done long ago',
  ]);
});

it('is by rank alone otherwise, and by id where ranks are equal', () => {
  const tasks = [
    task('third', { rank: 'a' }),
    task('first', { rank: 'B', status: 'completed' }),
    task('second', { rank: 'Z', due: '2020-01-01' }),
    task('fourth', { rank: 'a' }),
  ];
  expect(names(tasks, false)).toEqual(['first', 'second', 'third', 'fourth']);
});

it('leaves out what belongs to no section', () => {
  expect(names([task('lost', { section: 'elsewhere' })], true)).toEqual([]);
});
