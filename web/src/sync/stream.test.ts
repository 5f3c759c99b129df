import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Entry } from '../core/entries';
import { Stream, type Heard } from './stream';

class FakeEventSource extends EventTarget {
  static made: FakeEventSource[] = [];
  static get last(): FakeEventSource {
    return this.made.at(-1)!;
  }

  onopen?: () => void;
  onerror?: () => void;
  isClosed = false;
  after: string[];

  constructor(readonly url: string) {
    super();
    this.after = new URL(url, 'http://localhost').searchParams.getAll('after');
    FakeEventSource.made.push(this);
  }

  close() {
    this.isClosed = true;
  }

  send(type: string, body: object) {
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(body) }));
  }
}

const entry = (audience: string, position: number) =>
  ({ audience, position, changes: [] }) as unknown as Entry;

let session = 200;
let heard: Heard[];
let stream: Stream;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('fetch', async () => ({ status: session }));
  FakeEventSource.made = [];
  session = 200;
  heard = [];
  stream = new Stream((each) => heard.push(each));
  stream.attach({ me: 1, a: 5 }, () => {});
  FakeEventSource.last.onopen!();
});

afterEach(() => {
  stream.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('starts where its tabs stand, and passes each entry once', () => {
  expect(FakeEventSource.last.after.sort()).toEqual(['a:5', 'me:1']);
  FakeEventSource.last.send('entry', entry('a', 6));
  FakeEventSource.last.send('entry', entry('a', 6));
  expect(heard).toEqual([{ state: 'live' }, { entry: entry('a', 6) }]);
});

it('goes on where it ended, though the server answered with an error', async () => {
  FakeEventSource.last.send('entry', entry('a', 6));
  const first = FakeEventSource.last;
  first.onerror!();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(first.isClosed).toBe(true);
  expect(FakeEventSource.last.after).toEqual(['me:1', 'a:6']);
  FakeEventSource.last.onopen!();
  expect(heard.slice(-2)).toEqual([{ state: 'offline' }, { state: 'live' }]);
});

it('takes silence for a dead connection, but not while there are pings', async () => {
  await vi.advanceTimersByTimeAsync(39_000);
  FakeEventSource.last.send('ping', {});
  await vi.advanceTimersByTimeAsync(39_000);
  expect(FakeEventSource.made).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(FakeEventSource.made).toHaveLength(2);
});

it('says so when the session is over, and does not come back', async () => {
  session = 401;
  FakeEventSource.last.onerror!();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard.at(-1)).toEqual({ signedOut: true });
  expect(FakeEventSource.made).toHaveLength(1);
});

it('starts over without positions that the server refuses', async () => {
  for (let failures = 0; failures < 4; failures++) {
    FakeEventSource.last.onerror!();
    await vi.advanceTimersByTimeAsync(30_000);
  }
  expect(heard.filter((each) => 'lost' in each)).toEqual([{ lost: 'me' }, { lost: 'a' }]);
  expect(FakeEventSource.last.after).toEqual([]);
});

it('covers lists that a tab has just come to know, however many, with one more stream', async () => {
  stream.attach({ b: 1 }, () => {});
  stream.attach({ c: 2 }, () => {});
  await vi.advanceTimersByTimeAsync(100);
  expect(FakeEventSource.last.after).toEqual(['me:1', 'c:2', 'b:1', 'a:5']);
  expect(FakeEventSource.made).toHaveLength(2);
});

it('goes on trying while the server is away, ever less often and never in step', async () => {
  session = 503;
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const waits: number[] = [];
  for (let failures = 0; failures < 9; failures++) {
    const [begin, made] = [Date.now(), FakeEventSource.made.length];
    FakeEventSource.last.onerror!();
    while (FakeEventSource.made.length === made) await vi.advanceTimersByTimeAsync(100);
    waits.push(Math.round((Date.now() - begin) / 500) * 500);
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(heard.filter((each) => 'lost' in each)).toEqual([]);
  expect(FakeEventSource.last.after).toEqual(['me:1', 'a:5']);
  expect(random).toHaveBeenCalledTimes(9);
});

it('comes back at once when its machine has slept, and not for a look elsewhere', () => {
  vi.setSystemTime(Date.now() + 19_000);
  stream.wake();
  expect(FakeEventSource.made).toHaveLength(1);
  // Timers stand still while a machine sleeps: only the clock tells.
  vi.setSystemTime(Date.now() + 3_600_000);
  stream.wake();
  expect(FakeEventSource.made).toHaveLength(2);
  expect(FakeEventSource.last.after).toEqual(['me:1', 'a:5']);
});

it('needs no other stream for what it must fetch again after a long sleep', async () => {
  for (const audience of ['a', 'me']) FakeEventSource.last.send('reset', { audience });
  expect(heard.slice(1)).toEqual([{ lost: 'a' }, { lost: 'me' }]);
  FakeEventSource.last.send('entry', entry('a', 21));
  stream.attach({ a: 20 }, (each) => heard.push(each));
  stream.attach({ me: 9 }, () => {});
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard.at(-1)).toEqual({ entry: entry('a', 21) });
  expect(FakeEventSource.made).toHaveLength(1);
});

it('names as many of 500 lists as an address holds, and has the rest fetched when it is open', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, i) => [`L${i}`.padEnd(16, 'x'), 1_000_000 + i]),
  );
  stream.attach(many, () => {});
  FakeEventSource.last.send('entry', entry('a', 6));
  await vi.advanceTimersByTimeAsync(100);
  // Not even opened.
  FakeEventSource.last.onerror!();
  await vi.advanceTimersByTimeAsync(1_000);
  const source = FakeEventSource.last;
  expect(source.after.slice(0, 2)).toEqual(['me:1', 'a:6']);
  expect(new Set(source.after.map((each) => each.split(':')[0])).size).toBe(200);
  expect(source.after).toHaveLength(200);
  expect(source.url.length).toBeLessThan(8_000);
  expect(heard.filter((each) => 'lost' in each)).toEqual([]);
  source.onopen!();
  const lost = heard.flatMap((each) => ('lost' in each ? [each.lost] : []));
  expect(lost).toHaveLength(302);
  for (const audience of lost) stream.attach({ [audience]: 2_000_000 }, () => {});
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeEventSource.last).toBe(source);
});

it('forgets a list that is gone, or that must be fetched again', () => {
  FakeEventSource.last.send('gone', { audience: 'a' });
  FakeEventSource.last.send('reset', { audience: 'me' });
  expect(heard.slice(1)).toEqual([{ gone: 'a' }, { lost: 'me' }]);
  stream.attach({ a: 9, me: 3 }, () => {});
  expect(FakeEventSource.made).toHaveLength(1);
});

it('tells who looks, also a tab that comes later, and forgets it with the stream', async () => {
  const looking = { audience: 'a', users: ['ann'] };
  FakeEventSource.last.send('looking', looking);
  expect(heard.at(-1)).toEqual({ looking });
  const answers: Heard[] = [];
  stream.attach({ a: 5 }, (each) => answers.push(each));
  expect(answers.at(-1)).toEqual({ looking });
  FakeEventSource.last.onerror!();
  expect(heard.slice(-2)).toEqual([{ state: 'offline' }, { looking: { audience: 'a', users: [] } }]);
  await vi.advanceTimersByTimeAsync(1_000);
  FakeEventSource.last.onopen!();
  stream.attach({ a: 5 }, (each) => answers.push(each));
  expect(answers.at(-1)).toEqual({ state: 'live' });
});

it('keeps nothing of who looks at a list that is gone', () => {
  FakeEventSource.last.send('looking', { audience: 'a', users: ['ann'] });
  FakeEventSource.last.send('gone', { audience: 'a' });
  const answers: Heard[] = [];
  stream.attach({ a: 9 }, (each) => answers.push(each));
  expect(answers).toEqual([{ state: 'live' }]);
});
