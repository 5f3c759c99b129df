import { describe, expect, it } from 'vitest';
import type { FoundTask } from './found';
import { ranked } from './palette';
import { filterPath, reportPath, routeOf, searchPath, taskPath } from './paths';
import { Axis, ratioText, sizeOf, sizeText, verdict } from './report';
import { dayIn, grouped } from './today';

const at = (path: string) => new URL(path, 'http://localhost:8080');
const ID = '0MZk3v7QbW2xA9cT';

describe('addresses of pages', () => {
  it.each(['today', 'profile', 'about'])('/%s', (page) => expect(routeOf(at(`/${page}`))).toEqual({ page }));

  it('keep a filter text as it was typed', () => {
    const text = '#infra & due<=+1w "a \\" b"';
    const search = routeOf(at(searchPath(text, '-due')));
    expect(search).toEqual({ page: 'search', text, order: '-due', saved: null });
    expect(routeOf(at(reportPath(text)))).toEqual({ page: 'report', text });
    expect(searchPath('')).toBe('/search');
  });

  it('name a saved filter, and a task within its list', () => {
    expect(routeOf(at(filterPath(ID)))).toEqual({ page: 'search', text: '', order: 'auto', saved: ID });
    expect(routeOf(at(taskPath(ID, 'x')))).toEqual({ page: 'list', id: ID, task: 'x' });
    expect(routeOf(at('/filters/short'))).toEqual({ page: 'missing' });
  });
});

describe('today', () => {
  const now = new Date('2026-11-22T22:30:00Z');
  const task = (id: string, due: string | null, timer: string | null = null) =>
    ({ id, due, timer_started_at: timer }) as FoundTask;

  it('is a day of the profile’s zone', () => {
    expect(dayIn('UTC', now)).toBe('2026-11-22');
    expect(dayIn('Europe/Vienna', now)).toBe('2026-11-22');
    expect(dayIn('Asia/Tokyo', now)).toBe('2026-11-23');
  });

  it('groups in the order of the server, and shows no empty heading', () => {
    const tasks = [
      task('late', '2026-11-22'),
      task('late too', '2026-11-22T20:00:00Z'),
      task('today', '2026-11-23'),
      task('tonight', '2026-11-23T10:00:00Z', '2026-11-22T21:00:00Z'),
      task('running', '2026-12-24', '2026-11-22T21:00:00Z'),
    ];
    const shown = grouped(tasks, now, 'Asia/Tokyo').map(({ group, tasks }) => [
      group,
      tasks.map(({ id }) => id),
    ]);
    expect(shown).toEqual([
      ['overdue', ['late', 'late too']],
      ['dueToday', ['today', 'tonight']],
      ['running', ['running']],
    ]);
    expect(grouped([task('urgent', null)], now, 'UTC')[0]!.group).toBe('highPriority');
    expect(grouped([], now, 'UTC')).toEqual([]);
  });
});

describe('report', () => {
  const row = (low: number, ratio: number, high: number) => ({ count: 9, low, ratio, high, factor: ratio });

  it('puts half as long as far to the left as twice as long to the right', () => {
    const axis = new Axis([row(0.5, 1, 2)]);
    expect(axis.ticks).toEqual([0.5, 1, 2]);
    expect(axis.at(0.5)).toBeCloseTo(0);
    expect(axis.at(1)).toBeCloseTo(0.5);
    expect(axis.at(2)).toBeCloseTo(1);
  });

  it('holds every band, and 1', () => {
    const axis = new Axis([row(0.02, 0.3, 0.9), row(3, 9, 31)]);
    for (const ratio of [0.02, 1, 31]) {
      expect(axis.at(ratio)).toBeGreaterThanOrEqual(0);
      expect(axis.at(ratio)).toBeLessThanOrEqual(1);
    }
  });

  it('says it in words', () => {
    expect(ratioText(1.2345, 'en')).toBe('1.23\u00a0×');
    expect(ratioText(12.345, 'en')).toBe('12.3\u00a0×');
    expect(ratioText(null)).toBe('–');
    expect(verdict(row(1, 1.5, 2))).toBe('Tasks take longer than expected');
    expect(verdict(row(0.9, 1.05, 1.1))).toBe('Estimates are about right');
    expect(verdict(row(0.1, 0.5, 1))).toBe('Tasks take less time than expected');
  });

  it.each([
    [900, '15m'],
    [901, '30m'],
    [7_200, '2h'],
    [28_801, 'more'],
  ])('%s s belong to %s', (expected, size) => expect(sizeOf(expected)).toBe(size));

  it('names every size', () => expect(sizeText('8h')).toBe('4 to 8 h'));
});

describe('palette', () => {
  const choices = ['New list', 'Café list', 'Today', 'Listen to music'].map((label) => ({
    id: label,
    label,
    group: '',
  }));
  const found = (typed: string) => ranked(choices, typed).map(({ label }) => label);

  it('shows everything at first', () => expect(found('')).toHaveLength(4));
  it('puts first what begins so', () =>
    expect(found('list')).toEqual(['Listen to music', 'New list', 'Café list']));
  it('wants every word, whatever their case and accents', () =>
    expect(found('LIST cafe')).toEqual(['Café list']));
  it('finds nothing where nothing fits', () => expect(found('xyz')).toEqual([]));
});
