import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordRules, usernameRules } from './credentials';
import { dayOf, daysFrom, dueFrom, dueText, isOverdue, nextMonday, readDue, timeOf } from './due';
import { newId } from './ids';
import { listPath, localPath, routeOf, signInPath } from './paths';
import { Layout } from './window';

const met = (rules: { met: boolean }[]) => rules.every((rule) => rule.met);

describe('ids', () => {
  it('are 16 letters and digits that sort by age', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.integer({ min: 1, max: 10_000 }), (seconds, later) => {
        const [first, second] = [newId(seconds * 1_000), newId(seconds * 1_000 + later)];
        expect(first).toMatch(/^[0-9A-Za-z]{16}$/);
        expect(first < second).toBe(true);
      }),
    );
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => newId(1))).size).toBe(10_000);
  });
});

describe('dues', () => {
  const now = new Date(2026, 10, 22, 12);

  it.each([
    ['2026-11-22', 'Today'],
    ['2026-11-23', 'Tomorrow'],
    ['2026-11-21', 'Yesterday'],
    ['2026-11-25', 'Wed'],
    ['2026-11-28', 'Sat'],
    ['2026-11-29', 'Nov 29'],
    ['2026-11-19', 'Nov 19'],
    ['2026-12-24', 'Dec 24'],
    ['2027-01-04', 'Jan 4, 2027'],
  ])('%s reads %s', (due, text) => expect(dueText(due, now, 'en-US')).toBe(text));

  it('keeps the time of an instant', () => {
    const due = dueFrom('2026-11-23', '17:00');
    expect(due).toMatch(/^2026-11-2\dT\d\d:00:00\.000Z$/);
    expect([dayOf(due), timeOf(due)]).toEqual(['2026-11-23', '17:00']);
    expect(dueText(due, now, 'en-US')).toMatch(/^Tomorrow, 5:00.PM$/);
  });

  it.each([
    ['today', '2026-11-22'],
    ['Tomorrow', '2026-11-23'],
    ['fri', '2026-11-27'],
    ['sunday', '2026-11-29'],
    ['+3d', '2026-11-25'],
    ['-2w', '2026-11-08'],
    ['+1m', '2026-12-22'],
    ['2026-11-30', '2026-11-30'],
    ['2026-02-30', null],
    ['someday', null],
    ['s', null],
  ])('%s is %s', (words, due) => expect(readDue(words, now)).toBe(due));

  it('is read with a time, and stays in a shorter month', () => {
    expect(readDue('fri 9:30', now)).toBe(dueFrom('2026-11-27', '09:30'));
    expect(readDue('fri 17', now)).toBe(dueFrom('2026-11-27', '17:00'));
    expect(readDue('fri 25:00', now)).toBe(null);
    expect(readDue('constructor', now)).toBe(null);
    expect(readDue('+1m', new Date(2026, 0, 31))).toBe('2026-02-28');
  });

  it('is overdue after the day, or after the instant', () => {
    expect(isOverdue('2026-11-22', now)).toBe(false);
    expect(isOverdue('2026-11-21', now)).toBe(true);
    expect(isOverdue(dueFrom('2026-11-22', '11:59'), now)).toBe(true);
    expect(isOverdue(dueFrom('2026-11-22', '12:01'), now)).toBe(false);
  });

  it('counts days', () => {
    expect(daysFrom(now, 10)).toBe('2026-12-02');
    expect(nextMonday(now)).toBe('2026-11-23');
    expect(nextMonday(new Date(2026, 10, 23))).toBe('2026-11-30');
  });
});

describe('paths', () => {
  const at = (path: string) => new URL(path, 'https://tasks.example');

  it('name the pages', () => {
    expect(routeOf(at('/'))).toEqual({ page: 'home' });
    expect(routeOf(at('/lists/0MZk3v7QbW2xA9cT/'))).toEqual({
      page: 'list',
      id: '0MZk3v7QbW2xA9cT',
      task: null,
    });
    expect(routeOf(at('/sign-up'))).toEqual({ page: 'sign-up', next: null });
    expect(routeOf(at('/lists/short'))).toEqual({ page: 'missing' });
  });

  it.each([
    '//evil.example/x',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    '/\t/evil.example',
  ])('do not lead to %s after sign-in', (next) =>
    expect(localPath(at(`/sign-in?next=${encodeURIComponent(next)}`))).toBe(null),
  );

  it('lead back to where one was', () => {
    const path = listPath('0MZk3v7QbW2xA9cT');
    expect(localPath(at(signInPath(path)))).toBe(path);
  });
});

describe('rules', () => {
  it('of usernames', () => {
    expect(met(usernameRules('ann_2'))).toBe(true);
    for (const wrong of ['', 'ab', 'a'.repeat(33), 'ann lee', 'änn'])
      expect(met(usernameRules(wrong))).toBe(false);
  });

  it('of passwords', () => {
    expect(met(passwordRules('correct horse', 'ann'))).toBe(true);
    expect(met(passwordRules('😀'.repeat(10), 'ann'))).toBe(true);
    for (const wrong of ['', 'short', 'a'.repeat(257)]) expect(met(passwordRules(wrong, 'ann'))).toBe(false);
    expect(met(passwordRules('Annabel_Lee', 'annabel_lee'))).toBe(false);
  });
});

describe('windowing', () => {
  const run = fc.record({ count: fc.nat(60), height: fc.integer({ min: 20, max: 70 }) });
  const runs = fc.array(run, { minLength: 1, maxLength: 30 });

  it('covers what is between two heights, and little more', () => {
    fc.assert(
      fc.property(runs, fc.nat(20_000), fc.nat(2_000), (all, top, height) => {
        const layout = new Layout(all);
        const [from, to] = layout.between(top, top + height, 3);
        const heights = all.flatMap((each) => Array.from({ length: each.count }, () => each.height));
        let begin = 0;
        heights.forEach((its, row) => {
          if (begin + its > top && begin < top + height) expect(row >= from && row < to).toBe(true);
          expect(layout.topOf(row)).toBe(begin);
          begin += its;
        });
        expect([layout.count, layout.height]).toEqual([heights.length, begin]);
        expect(to - from).toBeLessThanOrEqual(height / 20 + 9);
      }),
    );
  });

  it('knows of which run a row is', () => {
    const layout = new Layout([1, 0, 1, 1, 3, 0].map((count) => ({ count, height: 44 })));
    expect(Array.from({ length: 6 }, (_, row) => layout.runOf(row))).toEqual([0, 2, 3, 4, 4, 4]);
    expect([0, 2, 3, 4].map((each) => layout.firstOf(each))).toEqual([0, 1, 2, 3]);
  });
});
