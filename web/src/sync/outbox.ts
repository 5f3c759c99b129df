import type { Positions } from '../core/backlog';
import { Refused, Unreachable, type Call, type Reply } from './api';
import { Backoff } from './backoff';

export type Sending = { key: string; list: string; call: Call };
export type OutboxState = 'idle' | 'sending' | 'waiting' | 'signed out';

type Told = {
  accepted(sent: Sending, reached: Positions): void;
  refused(sent: Sending, why: Refused): void;
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

  get size(): number {
    return this.#queue.length;
  }

  add(sending: Sending): void {
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
      const { reached } = await this.#send({ ...sending.call, key: sending.key });
      if (!this.#remove(sending)) return false;
      this.#backoff.reset();
      this.#told.accepted(sending, reached);
    } catch (error) {
      if (this.#queue[0] !== sending) return false;
      if (error instanceof Refused && error.status !== 401) {
        this.#remove(sending);
        this.#told.refused(sending, error);
      } else {
        this.#pause(error);
        return false;
      }
    }
    return true;
  }

  #pause(error: unknown): void {
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
