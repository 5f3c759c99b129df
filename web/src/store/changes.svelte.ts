import type { Command } from '../core/commands';
import { newId } from '../core/ids';
import { listPath } from '../core/paths';
import { inverseOf, Past, type Shown } from '../core/past';
import { call, Unreachable, type Call, type Conflicts, type Refused, type Reply } from '../sync/api';
import { Outbox, type OutboxState, type Sending } from '../sync/outbox';
import { Shelf, type Kept } from '../sync/shelf';
import { Tabs } from '../sync/tabs';
import { t } from '../texts';
import type { Listeners } from './listeners';
import type { OpenList } from './list.svelte';
import { notices } from './notices.svelte';
import { router } from './router.svelte';
import * as undo from './undo';

/** An edit that was refused because somebody else was faster, until somebody chooses. */
export type Clash = { key: string; command: Command; conflicts: Conflicts };

/** What had to wait, and was refused when its turn came: whoever did it may have looked away long ago. */
export type Refusal = { key: string; list: string; words: string; why: string };

type Around = {
  opened(list: string): OpenList | undefined;
  listeners: Listeners;
  /** The server has answered. */
  answered(): void;
  signedOut(): void;
};

/** A tab that is reloaded comes back for what it kept; one that is closed does not. */
const RETURNS_MS = 3_000;

/** What is done here, from the moment it is shown until it is settled: kept, sent, undone, or refused. */
export class Changes {
  unsent = $state(0);
  state = $state<OutboxState>('idle');
  clashes = $state.raw<Clash[]>([]);
  refusals = $state.raw<Refusal[]>([]);

  #around: Around;
  #pasts = new Map<string, Past>();
  #owner: string | undefined;
  #shelf = new Shelf();
  #order = 0;
  /** Somebody else may have signed in since the last answer. */
  #isDoubtful = false;
  #tabs = new Tabs({
    left: () => setTimeout(() => void this.#adopt(), RETURNS_MS),
    signedIn: (user) => {
      if (this.#owner !== undefined && user !== this.#owner) this.#giveWay();
    },
  });

  #outbox = new Outbox((asked) => this.#send(asked), {
    accepted: ({ key, command: { list } }, reached) => {
      const position = reached[list] ?? null;
      this.#shelf.remove(key);
      this.#around.opened(list)?.engine.acknowledge(key, position);
      if (position === null) this.#around.listeners.settled(key);
      this.past(list).reached(key, position);
      this.#around.answered();
    },
    refused: (sending, why) => {
      this.#takeBack(sending);
      if (why.code === 'conflict' && !undo.isUndo(sending.command.path)) this.#clash(sending, why);
      else if (sending.hasWaited) this.#regret(sending, sentence(why));
      else if (undo.isUndo(sending.command.path)) undo.sayNotUndone(why);
      else notices.toast(t.did.takenBack(sentence(why)));
    },
    dropped: (sending) => this.#takeBack(sending),
    rewritten: (sending) => this.#keep(sending),
    changed: (state, size) => {
      this.state = state;
      this.unsent = size;
      this.#isDoubtful ||= state === 'waiting' || state === 'signed out';
      if (state === 'signed out') this.#around.signedOut();
    },
  });

  constructor(around: Around) {
    this.#around = around;
    addEventListener('pagehide', () => this.#tabs.leave());
    // Another tab may have taken over what this one had to send.
    addEventListener('pageshow', ({ persisted }) => persisted && this.unsent && location.reload());
    addEventListener('beforeunload', (leaving) => this.isKept || leaving.preventDefault());
  }

  /** Nothing would be lost if the page went now. */
  get isKept(): boolean {
    return !this.unsent || this.#shelf.holdsAll;
  }

  /** Somebody is signed in. What they left here, in a tab that is closed, is sent now. */
  async begin(user: string): Promise<void> {
    // Somebody else signed in on this page: what was here is not theirs to see, nor to send.
    if (this.#owner !== user) this.#clear();
    this.#owner = user;
    this.#isDoubtful = false;
    this.#tabs.sayWho(user);
    await this.#adopt();
    this.#outbox.resume();
  }

  /** They sign out: nothing of theirs stays in this browser. */
  async forget(): Promise<void> {
    const user = this.#owner;
    this.#clear();
    if (user) await this.#shelf.clear(user);
  }

  /** How many of their changes, from all tabs, the server does not have. */
  async waiting(): Promise<number> {
    const kept = this.#owner ? await this.#shelf.ofUser(this.#owner) : [];
    return Math.max(this.unsent, kept.filter(({ answer }) => !answer || 'conflicts' in answer).length);
  }

  resume(): void {
    this.#outbox.resume();
  }

  /** What is on its way to a list that is opened just now. */
  show(list: OpenList): void {
    for (const { key, command } of this.#outbox.all) {
      if (command.list === list.id) list.engine.mutate({ key, changes: command.changes });
    }
  }

  /** What was done here and can be undone, of a list that need not be open. */
  past(list: string): Past {
    const past = this.#pasts.get(list) ?? new Past();
    this.#pasts.set(list, past);
    return past;
  }

  /** Does it, and, told in what `words` to say so, offers to undo it; `rows` are those that it changes. */
  run(command: Command, words?: string, rows?: Shown): void {
    const key = newId();
    if (rows) {
      const back = inverseOf(command.changes, rows);
      this.past(command.list).did({ key, words: words ?? t.did.lastChange, back });
    }
    this.send(key, command, words);
    if (rows && words) undo.offerUndo(command.list, key, words);
  }

  /** Under a key, which comes back on the entry that it causes. */
  send(key: string, command: Command, words?: string): void {
    this.#order = Math.max(Date.now(), this.#order + 1);
    const sending: Sending = { key, order: this.#order, command, words };
    this.#show(sending);
    this.#keep(sending);
    this.#outbox.add(sending);
  }

  settle(clash: Clash): void {
    this.clashes = this.clashes.filter((each) => each !== clash);
    this.#shelf.remove(clash.key);
  }

  dismissRefusals(): void {
    for (const { key } of this.refusals) this.#shelf.remove(key);
    this.refusals = [];
  }

  #clear(): void {
    this.#outbox.clear();
    this.#pasts.clear();
    this.clashes = [];
    this.refusals = [];
    this.#owner = undefined;
  }

  #show({ key, command: { list, changes } }: Sending): void {
    this.#around.listeners.sent(key, changes);
    this.#around.opened(list)?.engine.mutate({ key, changes });
  }

  #takeBack({ key, command: { list } }: Sending): void {
    this.#shelf.remove(key);
    this.#around.opened(list)?.engine.refuse(key);
    this.#around.listeners.settled(key);
    undo.retract(list, key);
  }

  #clash(sending: Sending, { conflicts }: Refused): void {
    this.#keep(sending, { conflicts });
    this.#ask({ key: sending.key, command: sending.command, conflicts });
  }

  #ask(clash: Clash): void {
    this.clashes = [...this.clashes, clash];
    const { list } = clash.command;
    const isHere = router.route.page === 'list' && router.route.id === list;
    const look = { label: t.did.look, run: () => router.go(listPath(list)) };
    if (!isHere) notices.toast(t.did.changedTheSame, look);
  }

  #regret(sending: Sending, why: string): void {
    this.#keep(sending, { why });
    const { key, command, words = t.did.aChange } = sending;
    this.refusals = [...this.refusals, { key, list: command.list, words, why }];
    notices.say(`${words}: ${why}`);
  }

  #keep({ key, order, command, words }: Sending, answer?: Kept['answer']): void {
    if (!this.#owner) return;
    // What a page holds in a signal cannot be written down as it is.
    const plain = $state.snapshot(command) as Command;
    const kept = { key, order, command: plain, words, user: this.#owner, tab: this.#tabs.id };
    this.#shelf.put({ ...kept, ...(answer && { answer }) });
  }

  /** What was kept by a tab that is no longer there. */
  async #adopt(): Promise<void> {
    const user = this.#owner;
    if (!user) return;
    const { id } = this.#tabs;
    const all = await this.#shelf.ofUser(user);
    if (all.every(({ tab }) => tab === id)) return;
    const open = await this.#tabs.open();
    if (user !== this.#owner) return;
    const claimed = await this.#shelf.claim(user, id, (tab) => !open.has(tab));
    if (user !== this.#owner) return;
    for (const kept of claimed) this.#take(kept);
  }

  #take({ key, order, command, words, answer }: Kept): void {
    if (!answer) {
      const sending = { key, order, command, words, hasWaited: true };
      this.#show(sending);
      this.#outbox.add(sending);
    } else if ('conflicts' in answer) this.#ask({ key, command, conflicts: answer.conflicts });
    else {
      const refusal = { key, list: command.list, words: words ?? t.did.aChange, why: answer.why };
      this.refusals = [...this.refusals, refusal];
    }
  }

  /** Cookies belong to the browser: while this tab waited, somebody else may have signed in at another. */
  async #send(asked: Call): Promise<Reply<unknown>> {
    if (this.#isDoubtful) {
      const { body } = await call<{ user: { id: string } }>({ method: 'GET', path: '/session' });
      if (body.user.id !== this.#owner) {
        this.#giveWay();
        throw new Unreachable(t.did.otherUser);
      }
      this.#isDoubtful = false;
    }
    return call(asked);
  }

  /** To whoever is signed in now. What waits here stays on the shelf for its owner. */
  #giveWay(): void {
    location.reload();
  }
}

const sentence = ({ message }: Error): string => (/[.!?]$/.test(message) ? message : `${message}.`);
