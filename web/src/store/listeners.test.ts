import { expect, it, vi } from 'vitest';
import { Listeners } from './listeners';

it('tells once of many lists that are lost together, and again of the next', () => {
  vi.useFakeTimers();
  const listeners = new Listeners();
  const missed = vi.fn();
  const stop = listeners.add({ entry: () => {}, missed });
  for (let list = 0; list < 500; list++) listeners.missed();
  vi.runAllTimers();
  expect(missed).toHaveBeenCalledTimes(1);
  listeners.missed();
  vi.runAllTimers();
  expect(missed).toHaveBeenCalledTimes(2);
  stop();
  listeners.missed();
  vi.runAllTimers();
  expect(missed).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
