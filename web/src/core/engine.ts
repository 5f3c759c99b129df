import { FIRST_SECTION } from './commands';
import {
  applyChange,
  KINDS,
  type Change,
  type Entry,
  type Expected,
  type Kind,
  type Rows,
  type Snapshot,
} from './entries';
import { byRank } from './order';

/** What the user meant. `key` is the request's Idempotency-Key and comes back on the entry it caused. */
export type Mutation = { key: string; changes: Expected[]; reaches?: number };

export interface View {
  set(kind: Kind, id: string, row: object | undefined): void;
}

export type Tables = { [K in Kind]: Map<string, Rows[K]> };

export const emptyTables = (): Tables => ({
  list: new Map(),
  section: new Map(),
  task: new Map(),
  tag: new Map(),
  member: new Map(),
  role: new Map(),
});

const isKind = (kind: string): kind is Kind => (KINDS as string[]).includes(kind);

/** Confirmed rows and, on top of them, the pending mutations in order: together the view of one list. */
export class Engine {
  confirmed = emptyTables();
  pending: Mutation[] = [];
  position = 0;
  #view: View;

  constructor(view: View) {
    this.#view = view;
  }

  /** Replaces what is confirmed; pending work stays on top of it. */
  load(snapshot: Snapshot): void {
    // A snapshot that was overtaken by the stream while it travelled would take us back in time.
    if (snapshot.position < this.position) return;
    const before = this.confirmed;
    this.confirmed = tablesOf(snapshot);
    this.position = snapshot.position;
    this.#joinFirst();
    const dropped = this.#drop((mutation) => isReached(mutation, this.position));
    for (const kind of KINDS) {
      for (const id of new Set([...before[kind].keys(), ...this.confirmed[kind].keys()]))
        this.#show(kind, id);
    }
    this.#showAll([...dropped, ...this.pending].flatMap((mutation) => mutation.changes));
  }

  /** The log behind these rows may be another now, with lower positions, as after a backup was restored. */
  startOver(): void {
    this.position = 0;
  }

  mutate(mutation: Mutation): void {
    this.pending.push(mutation);
    this.#joinFirst();
    this.#showAll(mutation.changes);
  }

  /** An entry from the stream: `gap` says that some before it were missed and a snapshot is needed. */
  receive(entry: Entry): 'applied' | 'known' | 'gap' {
    if (entry.position <= this.position) return 'known';
    if (entry.position > this.position + 1) return 'gap';
    this.position = entry.position;
    for (const change of entry.changes) this.#confirm(change);
    this.#joinFirst();
    const dropped = this.#drop(
      (mutation) => mutation.key === entry.key || isReached(mutation, entry.position),
    );
    this.#showAll([...entry.changes, ...dropped.flatMap((mutation) => mutation.changes)]);
    return 'applied';
  }

  /**
   * The server did it, as the entry at `reaches`; null if it changed nothing. The overlay stays until
   * that entry is here: dropped at once, the old row would flash up in between.
   */
  acknowledge(key: string, reaches: number | null): void {
    const mutation = this.pending.find((each) => each.key === key);
    if (!mutation) return;
    if (reaches !== null && reaches > this.position) mutation.reaches = reaches;
    else this.refuse(key);
  }

  /** The overlay goes and the confirmed rows show again. */
  refuse(key: string): void {
    this.#showAll(this.#drop((mutation) => mutation.key === key).flatMap((mutation) => mutation.changes));
  }

  /**
   * What is on its way to the section that the server makes goes to that section once it is there: shown in a
   * second one of that name, a task could stand above others that were added before it.
   */
  #joinFirst(): void {
    const joining = this.pending.filter(({ changes }) => changes.some(isOfFirst));
    const [first] = joining.length ? [...this.confirmed.section.values()].sort(byRank) : [];
    if (!first) return;
    for (const mutation of joining) {
      mutation.changes = mutation.changes.flatMap((change) => joined(change, first.id));
      this.#showAll(mutation.changes);
    }
    this.#view.set('section', FIRST_SECTION, undefined);
  }

  #confirm(change: Change): void {
    if (!isKind(change.kind)) return;
    const table = this.confirmed[change.kind] as Map<string, object>;
    const row = applyChange(table.get(change.id), change);
    if (row) table.set(change.id, row);
    else table.delete(change.id);
  }

  #drop(matches: (mutation: Mutation) => boolean): Mutation[] {
    const dropped = this.pending.filter(matches);
    if (dropped.length) this.pending = this.pending.filter((mutation) => !dropped.includes(mutation));
    return dropped;
  }

  #showAll(changes: Expected[]): void {
    for (const { kind, id } of changes) if (isKind(kind)) this.#show(kind, id);
  }

  #show(kind: Kind, id: string): void {
    let row: object | undefined = this.confirmed[kind].get(id);
    for (const mutation of this.pending) {
      for (const change of mutation.changes) {
        if (change.kind === kind && change.id === id) row = applyChange(row, change);
      }
    }
    this.#view.set(kind, id, row);
  }
}

const isOfFirst = (change: Expected): boolean =>
  (change.kind === 'section' && change.id === FIRST_SECTION) ||
  (change.kind === 'task' && 'set' in change && change.set.section === FIRST_SECTION);

function joined(change: Expected, section: string): Expected[] {
  if (!isOfFirst(change)) return [change];
  if (change.kind === 'section' || !('set' in change)) return [];
  return [{ ...change, set: { ...change.set, section } }];
}

const isReached = (mutation: Mutation, position: number): boolean =>
  mutation.reaches !== undefined && mutation.reaches <= position;

function tablesOf(snapshot: Snapshot): Tables {
  const byId = <Row extends { id: string }>(rows: Row[]) => new Map(rows.map((row) => [row.id, row]));
  return {
    list: byId([snapshot.list]),
    section: byId(snapshot.sections),
    task: byId(snapshot.tasks),
    tag: byId(snapshot.tags),
    member: byId(snapshot.members),
    role: byId(snapshot.roles),
  };
}
