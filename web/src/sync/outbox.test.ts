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
    dropped: ({ key }) => told.push(`${key} dropped`),
    rewritten: ({ key, command }) => told.push(`${key} now ${JSON.stringify(command.body)}`),
    changed: (now) => (state = now),
  });
  const add = (...keys: string[]) => {
    for (const key of keys) {
      const [path, undoes] = key.split(' undoes ');
      const command = { list: 'list', method: 'POST' as const, path: `/${path}`, changes: [] };
      outbox.add({ key: path!, order: 0, command: { ...command, ...(undoes && { undoes }) } });
    }
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
  expect([box.state(), box.outbox.all.length]).toEqual(['waiting', 2]);
  await vi.runAllTimersAsync();
  expect(box.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
  expect(box.told).toEqual(['a accepted', 'b accepted']);
});

it('undoes one after the other what was not answered when the undo was wanted', async () => {
  const box = outboxWith(() => 'ok');
  box.add('a', 'b', 'b back undoes b', 'a back undoes a', 'a again undoes a back');
  await vi.runAllTimersAsync();
  expect(box.told).toEqual([
    'a accepted',
    'a back now {"position":1}',
    'b accepted',
    'b back now {"position":2}',
    'b back accepted',
    'a back accepted',
    'a again now {"position":4}',
    'a again accepted',
  ]);
});

it('does not undo what was refused, nor do that again', async () => {
  const box = outboxWith(({ path }) => (path === '/a' ? new Refused(403, { title: 'No' }) : 'ok'));
  box.add('a', 'a back undoes a', 'a again undoes a back', 'b');
  await vi.runAllTimersAsync();
  expect(box.told).toEqual(['a refused: No', 'a back dropped', 'a again dropped', 'b accepted']);
});

it('knows what had to wait', async () => {
  let failures = 1;
  const box = outboxWith(() => (failures-- > 0 ? new Unreachable('gone') : 'ok'));
  box.add('a');
  const [first] = box.outbox.all;
  await vi.advanceTimersByTimeAsync(0);
  box.add('b');
  const [, second] = box.outbox.all;
  await vi.runAllTimersAsync();
  box.add('c');
  expect([first, second, box.outbox.all[0]].map((each) => each?.hasWaited)).toEqual([true, true, false]);
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
  expect([box.state(), box.outbox.all.length]).toEqual(['signed out', 1]);
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
