import { SvelteMap } from 'svelte/reactivity';
import type { Positions } from '../core/backlog';
import type { Command } from '../core/commands';
import type { Entry, ListSummary, Snapshot, User } from '../core/entries';
import { newId } from '../core/ids';
import type { Shown } from '../core/past';
import { call, Refused } from '../sync/api';
import { Backoff } from '../sync/backoff';
import { openFeed, type Feed } from '../sync/feed';
import type { Heard, Looking, StreamState } from '../sync/stream';
import { t } from '../texts';
import { Changes } from './changes.svelte';
import { OpenList } from './list.svelte';
import { Listeners } from './listeners';
import { notices } from './notices.svelte';
import { session } from './session.svelte';

const ME = 'me';
const REFRESH_MS = 250;
const REFRESH_HIDDEN_MS = 5_000;

/** Everything the signed-in user sees: kept true by the feed, changed through the outbox. */
class Workspace {
  readonly listeners = new Listeners();
  readonly changes: Changes;
  lists = $state.raw<ListSummary[] | null>(null);
  #stream = $state<StreamState>('connecting');

  #open = new SvelteMap<string, OpenList>();
  #owner: string | undefined;
  #feed: Feed | undefined;
  #positions: Positions = {};
  #fetching = new Map<string, Promise<void>>();
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #onSignedOut: () => void = () => {};

  constructor() {
    this.changes = new Changes({
      opened: (list) => this.opened(list),
      listeners: this.listeners,
      // It answers: the stream need not wait for its next attempt.
      answered: () => this.#feed?.wake(),
      signedOut: () => this.#onSignedOut(),
    });
    addEventListener('online', () => this.#wake());
    document.addEventListener('visibilitychange', () => document.hidden || this.#wake());
    addEventListener('pagehide', () => this.#feed?.close());
    addEventListener('pageshow', ({ persisted }) => persisted && this.#listen());
  }

  get status(): 'connecting' | 'saved' | 'saving' | 'offline' {
    if (this.#stream === 'offline' || this.changes.state === 'waiting') return 'offline';
    if (this.changes.state !== 'idle') return 'saving';
    return this.#stream === 'connecting' ? 'connecting' : 'saved';
  }

  /** `first` is the list that will be looked at, if any. It need not wait for the others, nor they for the stream. */
  async start(me: string, position: number, onSignedOut: () => void, first?: string): Promise<void> {
    if (this.#owner !== me) this.#clear();
    this.#owner = me;
    this.#onSignedOut = onSignedOut;
    this.#positions = { [ME]: position };
    const known = [...this.#open.values()];
    void this.#follow(me, known);
    // What this browser kept may come a moment after what the server has; both are there at once where it is faster.
    await Promise.race([this.changes.begin(me), ...(first ? [this.#fetch(this.open(first))] : [])]);
  }

  /** The lists, until they are there; then what happens to them from the moment on at which they were read. */
  async #follow(me: string, known: OpenList[]): Promise<void> {
    const backoff = new Backoff();
    while (session.me?.id === me && !(await this.#fetchedLists())) {
      await new Promise((resolve) => setTimeout(resolve, backoff.next()));
    }
    if (session.me?.id !== me) return;
    this.#listen();
    for (const list of known) void this.#fetch(list);
  }

  /** Unsent work is kept where the session ended by itself: its owner may sign in again. */
  async stop({ keepUnsent }: { keepUnsent: boolean }): Promise<void> {
    this.#feed?.close();
    this.#feed = undefined;
    this.#stream = 'connecting';
    clearTimeout(this.#refresh);
    this.#refresh = undefined;
    if (keepUnsent) return;
    this.#clear();
    await this.changes.forget();
  }

  /** The list, at once; its rows come when they are there. */
  open(id: string): OpenList {
    const known = this.#open.get(id);
    if (known) return known;
    let list!: OpenList;
    // What is derived inside an effect dies with it; the list stays open for longer than who opened it.
    $effect.root(() => void (list = new OpenList(id)));
    this.#open.set(id, list);
    this.changes.show(list);
    void this.#fetch(list);
    return list;
  }

  opened(id: string): OpenList | undefined {
    return this.#open.get(id);
  }

  /** Does it, and, told in what `words` to say so, offers to undo it; `rows` are those that it changes. */
  run(command: Command, words?: string, rows: Shown | undefined = this.#open.get(command.list)?.shown): void {
    this.changes.run(command, words, rows);
  }

  /** Tried again under the same id, it is not made twice. */
  async createList(id: string, name: string, color: string): Promise<void> {
    await call({ method: 'POST', path: '/lists', body: { id, name, color }, key: newId() });
    await this.#fetchLists();
  }

  /** Also for a list that was left: the page should not wait for the stream to say so. */
  forget(id: string): void {
    const open = this.#open.get(id);
    if (open) open.state = 'missing';
    delete this.#positions[id];
    this.lists = this.lists?.filter((list) => list.id !== id) ?? null;
  }

  #clear(): void {
    this.#open.clear();
    this.lists = null;
  }

  #listen(): void {
    const me = session.me;
    if (!me) return;
    this.#feed?.close();
    this.#feed = openFeed(me.id, (heard) => this.#hear(heard));
    this.#feed.attach(this.#positions);
  }

  #wake(): void {
    this.#feed?.wake();
    this.changes.resume();
  }

  #hear(heard: Heard): void {
    if ('entry' in heard) this.#receive(heard.entry);
    else if ('state' in heard) this.#connection(heard.state);
    else if ('lost' in heard) this.#lose(heard.lost);
    else if ('gone' in heard) this.#leave(heard.gone);
    else if ('looking' in heard) this.#look(heard.looking);
    else this.#onSignedOut();
  }

  #connection(state: StreamState): void {
    this.#stream = state;
    if (state === 'live') this.changes.resume();
  }

  #receive(entry: Entry): void {
    this.#positions[entry.audience] = entry.position;
    this.listeners.entry(entry);
    if (entry.audience === ME) this.#receiveOwn(entry);
    else {
      const list = this.#open.get(entry.audience);
      if (list?.state === 'loaded' && list.engine.receive(entry) === 'gap') void this.#fetch(list);
      if (list) list.heard++;
      if (concernsSidebar(entry, list === undefined)) this.#refreshSoon();
    }
  }

  #receiveOwn({ changes }: Entry): void {
    for (const change of changes) {
      if (change.kind === 'membership') this.#refreshSoon();
      if (change.kind === 'user' && 'set' in change && session.me?.id === change.id) {
        session.me = { ...session.me, ...(change.set as Partial<User>) };
      }
    }
  }

  #lose(audience: string): void {
    delete this.#positions[audience];
    this.listeners.missed();
    const list = this.#open.get(audience);
    if (list) {
      list.engine.startOver();
      void this.#fetch(list);
    }
    if (audience === ME) void this.#resumeOwn();
    this.#refreshSoon();
  }

  async #resumeOwn(): Promise<void> {
    const position = await session.resume().catch(() => null);
    if (position !== null) this.#attach(ME, position);
  }

  #leave(audience: string): void {
    const name = this.lists?.find((list) => list.id === audience)?.name;
    this.forget(audience);
    if (name) notices.toast(t.did.listGone(name));
  }

  #look({ audience, users }: Looking): void {
    const list = this.#open.get(audience);
    if (list) list.looking = new Set(users);
  }

  #attach(audience: string, position: number): void {
    this.#positions[audience] = position;
    this.#feed?.attach({ [audience]: position });
  }

  #refreshSoon(): void {
    // Not put off by what comes meanwhile: where much happens it would never be time.
    this.#refresh ??= setTimeout(
      () => {
        this.#refresh = undefined;
        void this.#fetchedLists().then((done) => done || this.#refreshSoon());
      },
      document.hidden ? REFRESH_HIDDEN_MS : REFRESH_MS,
    );
  }

  async #fetchLists(): Promise<void> {
    const { body } = await call<ListSummary[] | { items: ListSummary[] }>({ method: 'GET', path: '/lists' });
    this.lists = Array.isArray(body) ? body : body.items;
    for (const { id, position } of this.lists) {
      if (this.#positions[id] === undefined) this.#attach(id, position);
      const open = this.#open.get(id);
      if (open?.state === 'missing') void this.#fetch(open);
    }
  }

  async #fetchedLists(): Promise<boolean> {
    try {
      await this.#fetchLists();
      return true;
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) return false;
      this.#onSignedOut();
      return true;
    }
  }

  /** Until it is there: a page that shows a list cannot do without it. */
  #fetch(list: OpenList): Promise<void> {
    const known = this.#fetching.get(list.id);
    if (known) return known;
    const fetching = this.#fetchUntilThere(list).finally(() => this.#fetching.delete(list.id));
    this.#fetching.set(list.id, fetching);
    return fetching;
  }

  async #fetchUntilThere(list: OpenList): Promise<void> {
    const backoff = new Backoff();
    while (session.me && this.#open.get(list.id) === list && !(await this.#fetched(list))) {
      await new Promise((resolve) => setTimeout(resolve, backoff.next()));
    }
  }

  async #fetched(list: OpenList): Promise<boolean> {
    try {
      const { body } = await call<Snapshot>({ method: 'GET', path: `/lists/${list.id}` });
      list.engine.load(body);
      list.state = 'loaded';
      // What came while the snapshot travelled was too new for the old rows: it is heard again now.
      this.#attach(list.id, list.engine.position);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) return false;
      if (error.status === 401) this.#onSignedOut();
      else list.state = 'missing';
      return true;
    }
  }
}

/** A list that is open counts its own tasks; of the others only the server knows how many are open. */
function concernsSidebar({ facts, changes }: Entry, isClosed: boolean): boolean {
  if (changes.some(({ kind }) => kind === 'list' || kind === 'member')) return true;
  return isClosed && facts.some(({ type }) => type.startsWith('task.') || type.startsWith('section.'));
}

export const workspace = new Workspace();
