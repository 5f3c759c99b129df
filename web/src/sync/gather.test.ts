import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Entry } from '../core/entries';
import { Gatherer } from './gather';
import type { Heard } from './stream';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const entry = (position: number): Heard => ({ entry: { audience: 'a', position } as Entry });

function gatherer() {
  const told: Heard[][] = [];
  const gathers = new Gatherer((heard) => told.push(heard));
  return { gathers, told };
}

it('hands on at once what comes alone', () => {
  const { gathers, told } = gatherer();
  gathers.hear(entry(1));
  vi.advanceTimersByTime(150);
  gathers.hear({ state: 'live' });
  expect(told).toEqual([[entry(1)], [{ state: 'live' }]]);
});

it('hands on together, in order and without being put off, what comes fast', () => {
  const { gathers, told } = gatherer();
  for (let position = 1; position <= 100; position++) {
    gathers.hear(entry(position));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(200);
  expect(told.flat()).toEqual(Array.from({ length: 100 }, (_, at) => entry(at + 1)));
  expect(told.length).toBeLessThanOrEqual(12);
});

it('tells nothing more once it is closed', () => {
  const { gathers, told } = gatherer();
  gathers.hear(entry(1));
  gathers.hear(entry(2));
  gathers.close();
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([[entry(1)]]);
});
