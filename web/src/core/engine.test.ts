import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine, type Mutation } from './engine';
import { applyChange, type Change, type Entry, type Snapshot, type Task } from './entries';

const LIST = 'list000000000000';

const snapshotOf = (tasks: Task[], position: number): Snapshot => ({
  list: { id: LIST, name: 'Home' } as Snapshot['list'],
  sections: [],
  tasks,
  tags: [],
  members: [],
  roles: [],
  position,
});

const task = (id: string) => ({ id, section: 's', name: id, status: 'unstarted', rank: id }) as Task;

function entryOf(position: number, key: string | null, changes: Change[]): Entry {
  const actor = { user: null, via: 'web' };
  return { audience: LIST, position, at: '', actor, key, facts: [], changes };
}

/** Does each key once, refuses what names a task that is gone, and writes no entry for no change. */
class Server {
  tasks = new Map<string, Task>();
  log: Entry[] = [];
  answers = new Map<string, number | null | 'refused'>();

  perform(mutation: Mutation): number | null | 'refused' {
    const first = this.answers.get(mutation.key);
    const answer = first === undefined ? this.#change(mutation) : first;
    this.answers.set(mutation.key, answer);
    return answer;
  }

  #change({ key, changes }: Mutation): number | null | 'refused' {
    const [change] = changes as [Change];
    const before = this.tasks.get(change.id);
    const after = applyChange(before, change) as Task | undefined;
    if (!before && !after) return 'refused';
    if (JSON.stringify(before) === JSON.stringify(after)) return null;
    if (after) this.tasks.set(change.id, after);
    else this.tasks.delete(change.id);
    this.log.push(entryOf(this.log.length + 1, key, changes as Change[]));
    return this.log.length;
  }
}

class Client {
  shown = new Map<string, object>();
  outbox: Mutation[] = [];
  engine = new Engine({
    set: (kind, id, row) => {
      if (kind !== 'task') return;
      if (row) this.shown.set(id, row);
      else this.shown.delete(id);
    },
  });

  act(key: string, change: Change) {
    const mutation = { key, changes: [change] };
    this.engine.mutate(mutation);
    this.outbox.push(mutation);
  }

  send(server: Server, replyIsLost = false) {
    const mutation = this.outbox[0];
    if (!mutation) return;
    const answer = server.perform(mutation);
    if (replyIsLost) return;
    this.outbox.shift();
    if (answer === 'refused') this.engine.refuse(mutation.key);
    else this.engine.acknowledge(mutation.key, answer);
  }

  receive(entry: Entry | undefined) {
    if (entry) this.engine.receive(entry);
  }

  load(server: Server, position: number) {
    const rows = new Map<string, Task>();
    for (const { changes } of server.log.slice(0, position)) {
      for (const change of changes) {
        const row = applyChange(rows.get(change.id), change) as Task | undefined;
        if (row) rows.set(change.id, row);
        else rows.delete(change.id);
      }
    }
    this.engine.load(snapshotOf([...rows.values()], position));
  }

  expectConfirmedAndPending() {
    const rows = new Map<string, object>(this.engine.confirmed.task);
    for (const change of this.engine.pending.flatMap((mutation) => mutation.changes)) {
      const row = applyChange(rows.get(change.id), change);
      if (row) rows.set(change.id, row);
      else rows.delete(change.id);
    }
    expect(sorted(this.shown)).toEqual(sorted(rows));
  }
}

const sorted = (rows: Map<string, object>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

const step = fc.record({
  who: fc.nat(2),
  does: fc.constantFrom(
    ...(['add', 'rename', 'complete', 'delete', 'send', 'send', 'lose the reply'] as const),
    ...(['receive', 'receive', 'receive again', 'receive too early', 'load', 'load an old one'] as const),
  ),
  pick: fc.nat(4),
  number: fc.nat(9),
});

function take(
  { does, pick, number }: { does: string; pick: number; number: number },
  client: Client,
  server: Server,
  key: string,
) {
  const { engine } = client;
  const ids = [...client.shown.keys()];
  const id = ids[pick % Math.max(1, ids.length)];
  if (does === 'add') client.act(key, { kind: 'task', id: key, set: task(key) });
  else if (does === 'send') client.send(server);
  else if (does === 'lose the reply') client.send(server, true);
  else if (does === 'receive') client.receive(server.log[engine.position]);
  else if (does === 'receive again') client.receive(server.log[engine.position - 1]);
  else if (does === 'receive too early') client.receive(server.log[engine.position + 1]);
  else if (does === 'load') client.load(server, server.log.length);
  else if (does === 'load an old one') client.load(server, Math.max(0, server.log.length - number));
  else if (!id) return;
  else if (does === 'rename') client.act(key, { kind: 'task', id, set: { name: `n${number}` } });
  else if (does === 'complete') client.act(key, { kind: 'task', id, set: { status: 'completed' } });
  else client.act(key, { kind: 'task', id, gone: true });
}

describe('Engine', () => {
  it('shows confirmed + pending at every step, and ends as the server is', () => {
    const histories = fc.array(step, { maxLength: 120, size: 'max' });
    fc.assert(
      fc.property(histories, (steps) => {
        const server = new Server();
        const clients = [new Client(), new Client(), new Client()];
        steps.forEach((each, number) => {
          const client = clients[each.who]!;
          take(each, client, server, `m${number}`);
          client.expectConfirmedAndPending();
        });
        for (const client of clients) while (client.outbox.length) client.send(server);
        for (const client of clients) {
          for (const entry of server.log) client.receive(entry);
          expect(client.engine.pending).toEqual([]);
          expect(sorted(client.shown)).toEqual(sorted(server.tasks));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the overlay until the entry that the answer names is here', () => {
    const client = new Client();
    client.engine.load(snapshotOf([task('a')], 1));
    client.act('k', { kind: 'task', id: 'a', set: { name: 'new' } });
    client.engine.acknowledge('k', 3);
    client.receive(entryOf(2, null, [{ kind: 'task', id: 'a', set: { name: 'theirs' } }]));
    expect(client.shown.get('a')).toMatchObject({ name: 'new' });
    client.receive(entryOf(3, null, [{ kind: 'task', id: 'a', set: { name: 'new' } }]));
    expect(client.engine.pending).toEqual([]);
    expect(client.shown.get('a')).toMatchObject({ name: 'new' });
  });

  it('says when entries were missed', () => {
    const { engine } = new Client();
    engine.load(snapshotOf([], 5));
    expect(engine.receive(entryOf(5, null, []))).toBe('known');
    expect(engine.receive(entryOf(7, null, []))).toBe('gap');
    expect(engine.receive(entryOf(6, null, []))).toBe('applied');
  });

  it('does not go back in time with an old snapshot, unless it must start over', () => {
    const client = new Client();
    client.engine.load(snapshotOf([task('new')], 5));
    client.engine.load(snapshotOf([task('old')], 4));
    expect([...client.shown.keys()]).toEqual(['new']);
    client.engine.startOver();
    client.engine.load(snapshotOf([task('old')], 4));
    expect([...client.shown.keys()]).toEqual(['old']);
  });

  it('applies a thousand entries to ten thousand tasks within a frame or two', () => {
    const { engine } = new Client();
    const id = (number: number) => `t${number}`;
    engine.load(
      snapshotOf(
        Array.from({ length: 10_000 }, (_, number) => task(id(number))),
        0,
      ),
    );
    for (let i = 0; i < 50; i++)
      engine.mutate({ key: `p${i}`, changes: [{ kind: 'task', id: id(i), set: { name: 'x' } }] });
    const started = performance.now();
    for (let i = 1; i <= 1_000; i++)
      engine.receive(entryOf(i, null, [{ kind: 'task', id: id((i * 37) % 10_000), set: { name: 'y' } }]));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
