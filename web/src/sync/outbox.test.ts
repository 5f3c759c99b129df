import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { positionsIn, Refused, Unreachable, type Call } from './api';
import { Outbox, type OutboxState } from './outbox';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function outboxWith(answer: (call: Call) => 'ok' | Error) {
  const sent: string[] = [];
  const told: string[] = [];
  let state: OutboxState = 'idle';
  const send = async (call: Call) => {
    sent.push(call.key!);
    const outcome = answer(call);
    if (outcome !== 'ok') throw outcome;
    return { body: null, reached: { list: sent.length } };
  };
  const outbox = new Outbox(send, {
    accepted: ({ key }) => told.push(`${key} accepted`),
    refused: ({ key }, why) => told.push(`${key} refused: ${why.message}`),
    changed: (now) => (state = now),
  });
  const add = (...keys: string[]) => {
    for (const key of keys) outbox.add({ key, list: 'list', call: { method: 'POST', path: `/${key}` } });
  };
  return { outbox, add, sent, told, state: () => state };
}

it('sends in order, and goes on after a refusal', async () => {
  const box = outboxWith(({ path }) => (path === '/b' ? new Refused(403, { title: 'No' }) : 'ok'));
  box.add('a', 'b', 'c');
  await vi.runAllTimersAsync();
  expect(box.told).toEqual(['a accepted', 'b refused: No', 'c accepted']);
  expect(box.state()).toBe('idle');
});

it('sends again under the same key what had no answer, before anything else', async () => {
  let failures = 3;
  const box = outboxWith(() => (failures-- > 0 ? new Unreachable('gone') : 'ok'));
  box.add('a', 'b');
  await vi.advanceTimersByTimeAsync(0);
  expect([box.state(), box.outbox.size]).toEqual(['waiting', 2]);
  await vi.runAllTimersAsync();
  expect(box.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(box.told).toEqual(['a accepted', 'b accepted']);
});

it('waits as long as the server asks for', async () => {
  let failures = 1;
  const box = outboxWith(() => (failures-- > 0 ? new Unreachable('busy', 7_000) : 'ok'));
  box.add('a');
  await vi.advanceTimersByTimeAsync(6_900);
  expect(box.sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(box.told).toEqual(['a accepted']);
});

it('keeps what it has while nobody is signed in', async () => {
  let signedIn = false;
  const box = outboxWith(() => (signedIn ? 'ok' : new Refused(401, {})));
  box.add('a');
  await vi.runAllTimersAsync();
  expect([box.state(), box.outbox.size]).toEqual(['signed out', 1]);
  signedIn = true;
  box.outbox.resume();
  await vi.runAllTimersAsync();
  expect(box.told).toEqual(['a accepted']);
});

it('reads which entries a call caused', () => {
  expect(positionsIn(null)).toEqual({});
  expect(positionsIn('abc:42')).toEqual({ abc: 42 });
  expect(positionsIn('abc:42, me:7')).toEqual({ abc: 42, me: 7 });
});
