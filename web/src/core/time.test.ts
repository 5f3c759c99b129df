import { describe, expect, it } from 'vitest';
import { sectionColumns, statusColumns, columnBeside } from './board';
import { clockText, durationText, readDuration } from './durations';
import type { Section, Task } from './entries';
import { ServerTime } from './server-time';
import { totalsOf } from './stretches';
import { completeTask, elapsedAt, pauseTimer, reopenTask, resetTime } from './timers';

const NOW = new Date('2026-11-22T12:00:00Z');
const task = (fields: Partial<Task>) =>
  ({ id: 't', status: 'unstarted', elapsed: 0, timer_started_at: null, ...fields }) as Task;

describe('durations', () => {
  it.each([
    [0, '0s'],
    [59, '59s'],
    [60, '1m'],
    [5_430, '1h 30m'],
    [7_200, '2h'],
    [90_000, '25h'],
  ])('%i reads %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

  it('count', () => {
    expect([clockText(5), clockText(309), clockText(3_909)]).toEqual(['0:05', '5:09', '1:05:09']);
  });

  it.each([
    ['90m', 5_400],
    ['1h30m', 5_400],
    ['1h 30m', 5_400],
    ['1:30', 5_400],
    ['1.5h', 5_400],
    ['90', 5_400],
    ['0', 0],
    ['1d', 86_400],
    ['', null],
    ['soon', null],
    ['1:75', null],
    ['99999d', null],
  ])('%s is read as %s', (text, seconds) => expect(readDuration(text)).toBe(seconds));

  it('are read as they are written', () => {
    for (const seconds of [60, 3_600, 5_400, 86_460])
      expect(readDuration(durationText(seconds))).toBe(seconds);
  });
});

describe('timers', () => {
  const running = task({ elapsed: 10, timer_started_at: '2026-11-22T11:59:30.500Z', status: 'in_progress' });

  it('count whole seconds on top of what is done', () => {
    expect(elapsedAt(running, NOW)).toBe(39);
    expect(elapsedAt(running, new Date('2026-11-22T11:00:00Z'))).toBe(10);
    expect(elapsedAt(task({ elapsed: 10 }), NOW)).toBe(10);
  });

  it('keep their time when they stop', () => {
    for (const command of [pauseTimer('l', running, NOW), completeTask('l', running, NOW)]) {
      expect(command.changes[0]).toMatchObject({ set: { elapsed: 39, timer_started_at: null } });
    }
  });

  it('leave a task in the state that the server will say', () => {
    const status = (command: ReturnType<typeof resetTime>) =>
      (command.changes[0] as { set: { status?: string } }).set.status;
    expect(status(reopenTask('l', task({ elapsed: 5 })))).toBe('paused');
    expect(status(reopenTask('l', task({})))).toBe('unstarted');
    expect(status(resetTime('l', task({ status: 'paused', elapsed: 5 })))).toBe('unstarted');
    expect(status(resetTime('l', task({ status: 'completed', elapsed: 5 })))).toBeUndefined();
  });

  it('are summed up by person', () => {
    const stretch = (user: string, from: string, to: string | null) => ({
      user,
      started_at: `2026-11-22T${from}:00Z`,
      ended_at: to && `2026-11-22T${to}:00Z`,
    });
    const stretches = [
      stretch('a', '10:00', '10:10'),
      stretch('b', '10:00', '11:00'),
      stretch('a', '11:30', null),
    ];
    expect(totalsOf(stretches, NOW)).toEqual([
      { user: 'b', seconds: 3_600, running: false },
      { user: 'a', seconds: 2_400, running: true },
    ]);
  });
});

describe("the server's time", () => {
  const HOUR = 3_600_000;

  it('is this clock as long as nothing speaks against it', () => {
    const time = new ServerTime();
    time.learn(1_000_000, 1_000_100, 1_000_900);
    expect(time.now(5_000_000).getTime()).toBe(5_000_000);
  });

  it('is learned to the second from one answer, and better from more', () => {
    const time = new ServerTime();
    const local = HOUR;
    // The server is an hour ahead; its Date has no milliseconds.
    time.learn(2 * HOUR, local + 400, local + 420);
    expect(Math.abs(time.now(local).getTime() - 2 * HOUR)).toBeLessThan(1_000);
    for (let i = 0; i < 50; i++) {
      const at = local + i * 1_037;
      const date = Math.floor((at + HOUR) / 1_000) * 1_000;
      time.learn(date, at - 10, at + 10);
    }
    expect(Math.abs(time.now(local).getTime() - 2 * HOUR)).toBeLessThan(60);
  });
});

describe('columns', () => {
  const sections = [{ id: 's' }, { id: 'u' }] as Section[];
  const tasksIn = new Map([
    ['s', [task({ id: 'a', status: 'paused' }), task({ id: 'b' })]],
    ['u', [task({ id: 'c' })]],
  ]);
  const ids = (columns: { tasks: Task[] }[]) => columns.map(({ tasks }) => tasks.map(({ id }) => id));

  it('are the sections, or the states across them', () => {
    expect(ids(sectionColumns(sections, tasksIn))).toEqual([['a', 'b'], ['c']]);
    const states = [
      { value: 'unstarted', label: '' },
      { value: 'paused', label: '' },
    ] as const;
    expect(ids(statusColumns([...states], sections, tasksIn))).toEqual([['b', 'c'], ['a']]);
  });

  it('have others beside them', () => {
    const columns = sectionColumns(sections, tasksIn);
    expect(columnBeside(columns, 'a', 1)?.id).toBe('u');
    expect(columnBeside(columns, 'a', -1)).toBeUndefined();
    expect(columnBeside(columns, 'gone', 1)).toBeUndefined();
  });
});
