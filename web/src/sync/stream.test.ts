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

  constructor(url: string) {
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
  expect(FakeEventSource.last.after).toEqual(['me:1', 'a:5']);
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

it('covers a list that a tab has just come to know', () => {
  stream.attach({ b: 1 }, () => {});
  expect(FakeEventSource.last.after).toEqual(['me:1', 'a:5', 'b:1']);
});

it('forgets a list that is gone, or that must be fetched again', () => {
  FakeEventSource.last.send('gone', { audience: 'a' });
  FakeEventSource.last.send('reset', { audience: 'me' });
  expect(heard.slice(1)).toEqual([{ gone: 'a' }, { lost: 'me' }]);
  stream.attach({ a: 9, me: 3 }, () => {});
  expect(FakeEventSource.last.after).toEqual(['a:9', 'me:3']);
});
