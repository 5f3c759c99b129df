import type { Positions } from '../core/backlog';
import { withFirstSection, type Command } from '../core/commands';
import { Refused, Unreachable, type Call, type Reply } from './api';
import { Backoff } from './backoff';

/**
 * `order` is its place among all that this browser keeps. `hasWaited`: it was once without an answer, or for a
 * while not sent; whoever did it may look elsewhere by now.
 */
export type Sending = {
  key: string;
  order: number;
  command: Command;
  words?: string | undefined;
  hasWaited?: boolean;
};
export type OutboxState = 'idle' | 'sending' | 'waiting' | 'signed out';

type Told = {
  accepted(sent: Sending, reached: Positions): void;
  refused(sent: Sending, why: Refused): void;
  /** It should have taken back what was itself not done. */
  dropped(unsent: Sending): void;
  /** Its command is another now: it names what only the answer to an earlier one could tell. */
  rewritten(unsent: Sending): void;
  changed(state: OutboxState, size: number): void;
};

/**
 * What was done here and is not yet known to be done there. One at a time and in order: a task must
 * not be renamed before it is added. A call without an answer is sent again under the same key.
 */
export class Outbox {
  #queue: Sending[] = [];
  #state: OutboxState = 'idle';
  #retry: ReturnType<typeof setTimeout> | undefined;
  #backoff = new Backoff();
  #send: (call: Call) => Promise<Reply<unknown>>;
  #told: Told;

  constructor(send: (call: Call) => Promise<Reply<unknown>>, told: Told) {
    this.#send = send;
    this.#told = told;
  }

  get all(): readonly Sending[] {
    return this.#queue;
  }

  add(sending: Sending): void {
    sending.hasWaited ||= this.#state === 'waiting' || this.#state === 'signed out';
    this.#queue.push(sending);
    if (this.#state === 'idle') void this.#drain();
    else this.#become(this.#state);
  }

  /** The connection is back, or somebody signed in: no need to wait any longer. */
  resume(): void {
    if (this.#state !== 'waiting' && this.#state !== 'signed out') return;
    clearTimeout(this.#retry);
    void this.#drain();
  }

  clear(): void {
    clearTimeout(this.#retry);
    this.#queue = [];
    this.#become('idle');
  }

  async #drain(): Promise<void> {
    this.#become('sending');
    for (let first = this.#queue[0]; first; first = this.#queue[0]) {
      const goesOn = await this.#sendOne(first);
      if (!goesOn) return;
    }
    this.#become('idle');
  }

  async #sendOne(sending: Sending): Promise<boolean> {
    try {
      const { body, reached } = await this.#send(callOf(sending));
      if (!this.#remove(sending)) return false;
      this.#backoff.reset();
      this.#told.accepted(sending, reached);
      this.#nameFirstSection(sending.command.list, body);
      this.#answered(sending, reached[sending.command.list]);
    } catch (error) {
      if (this.#queue[0] !== sending) return false;
      if (error instanceof Refused && error.status !== 401) {
        this.#remove(sending);
        this.#told.refused(sending, error);
        this.#answered(sending, undefined);
      } else {
        this.#pause(error);
        return false;
      }
    }
    return true;
  }

  /** What is to take it back can be told now which entry that is; where there is none, there is nothing to do. */
  #answered({ key }: Sending, position: number | undefined): void {
    const undoing = this.#queue.filter(({ command }) => command.undoes === key);
    for (const each of undoing) {
      if (position === undefined) {
        this.#queue = this.#queue.filter((other) => other !== each);
        this.#told.dropped(each);
        this.#answered(each, undefined);
      } else {
        const { undoes: _, ...command } = each.command;
        this.#rewrite(each, { ...command, body: { position } });
      }
    }
  }

  /** The answer to a task names the section that the server made for it. */
  #nameFirstSection(list: string, body: unknown): void {
    const section = (body as { section?: unknown } | null)?.section;
    if (typeof section !== 'string') return;
    for (const each of this.#queue) {
      const command = each.command.list === list ? withFirstSection(each.command, section) : each.command;
      if (command !== each.command) this.#rewrite(each, command);
    }
  }

  #rewrite(sending: Sending, command: Command): void {
    sending.command = command;
    this.#told.rewritten(sending);
  }

  #pause(error: unknown): void {
    for (const each of this.#queue) each.hasWaited = true;
    if (error instanceof Refused) {
      this.#become('signed out');
      return;
    }
    const asked = error instanceof Unreachable ? error.retryAfterMs : null;
    this.#become('waiting');
    this.#retry = setTimeout(() => void this.#drain(), asked ?? this.#backoff.next());
  }

  /** False if the queue was cleared while the call was on its way. */
  #remove(sending: Sending): boolean {
    if (this.#queue[0] !== sending) return false;
    this.#queue.shift();
    return true;
  }

  #become(state: OutboxState): void {
    this.#state = state;
    this.#told.changed(state, this.#queue.length);
  }
}

function callOf({ key, command: { method, path, body, seen } }: Sending): Call {
  return { method, path, key, ...(body && { body }), ...(seen !== undefined && { seen }) };
}
