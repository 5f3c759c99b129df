import { Backlog, type Positions } from '../core/backlog';
import type { Entry } from '../core/entries';
import { Backoff } from './backoff';

const SILENCE_MS = 40_000;
const FAILURES_TO_START_OVER = 4;
const GATHERING_MS = 50;

/** With more than that unheard after a ping was due, a machine has slept, or lost its network. */
const STALE_MS = 20_000;

/** Audiences whose positions fit in an address: servers and proxies take 8 KiB, and each needs 34 bytes. */
const MOST_NAMED = 200;

export type StreamState = 'connecting' | 'live' | 'offline';

/** What a tab hears, through the shared worker or from a stream of its own. */
export type Heard =
  | { entry: Entry }
  | { lost: string }
  | { gone: string }
  | { looking: Looking }
  | { state: StreamState }
  | { signedOut: true };

/** Who has the list in sight now. */
export type Looking = { audience: string; users: string[] };

/** What a tab says to the shared worker. */
export type ToHub = { attach: Positions } | { wake: true } | { leave: true };

/**
 * The connection to the live stream, kept alive. An EventSource ends for good at an answer other than
 * 200, and when it connects again by itself it asks for positions that are long past: so each is used
 * once, and the next one starts where this one ended.
 */
export class Stream {
  #source: EventSource | undefined;
  #backlog = new Backlog();
  #backoff = new Backoff();
  /** Told when it changes, and so to be remembered for the tabs that come later. */
  #looking = new Map<string, Looking>();
  #state: StreamState = 'connecting';
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reopening: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #tell: (heard: Heard) => void;

  constructor(tell: (heard: Heard) => void) {
    this.#tell = tell;
  }

  /** A tab stands at these positions; `answer` tells that tab alone. */
  attach(positions: Positions, answer: (heard: Heard) => void): void {
    const { missed, lost, unknown } = this.#backlog.attach(positions);
    if (!this.#source) this.#open();
    // Not for each of hundreds that a tab comes to know one by one.
    else if (unknown) this.#reopening ??= setTimeout(() => this.#open(), GATHERING_MS);
    answer({ state: this.#state });
    for (const audience of lost) answer({ lost: audience });
    for (const entry of missed) answer({ entry });
    for (const audience of Object.keys(positions)) {
      const looking = this.#looking.get(audience);
      if (looking) answer({ looking });
    }
  }

  /** The network or the person is back: do not wait for the next attempt, nor for the silence to be long enough. */
  wake(): void {
    const isStale = Date.now() - this.#heardAt > STALE_MS;
    if (this.#source && (this.#state === 'offline' || isStale)) this.#open();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stopReopening();
    this.#source?.close();
    this.#source = undefined;
    this.#backlog = new Backlog();
    this.#looking.clear();
    this.#state = 'connecting';
  }

  #open(): void {
    this.#source?.close();
    this.#stopReopening();
    const after = this.#backlog
      .begin(MOST_NAMED)
      .map(([audience, position]) => ['after', `${audience}:${position}`]);
    const query = new URLSearchParams(after);
    const source = new EventSource(`/api/v1/feed?${query}`);
    this.#source = source;
    this.#watch();
    source.onopen = () => {
      this.#failures = 0;
      this.#watch();
      this.#become('live');
      this.#forgetLooking();
      for (const audience of this.#backlog.opened()) this.#tell({ lost: audience });
    };
    source.onerror = () => void this.#lose();
    source.addEventListener('ping', () => {
      this.#backoff.reset();
      this.#watch();
    });
    source.addEventListener('entry', (message) => this.#receive(JSON.parse(message.data) as Entry));
    source.addEventListener('looking', (message) => this.#receiveLooking(JSON.parse(message.data) as Looking));
    source.addEventListener('reset', (message) =>
      this.#forget(message.data, true, (audience) => ({ lost: audience })),
    );
    source.addEventListener('gone', (message) =>
      this.#forget(message.data, false, (audience) => ({ gone: audience })),
    );
  }

  #receive(entry: Entry): void {
    this.#backoff.reset();
    this.#watch();
    if (this.#backlog.add(entry)) this.#tell({ entry });
  }

  #receiveLooking(looking: Looking): void {
    this.#watch();
    this.#looking.set(looking.audience, looking);
    this.#tell({ looking });
  }

  /** Another stream, or none: it tells anew of those lists that somebody looks at, and of no others. */
  #forgetLooking(): void {
    for (const audience of this.#looking.keys()) this.#tell({ looking: { audience, users: [] } });
    this.#looking.clear();
  }

  #forget(text: string, isFollowed: boolean, heard: (audience: string) => Heard): void {
    const { audience } = JSON.parse(text) as { audience: string };
    this.#watch();
    this.#backlog.forget(audience, isFollowed);
    if (!isFollowed) this.#looking.delete(audience);
    this.#tell(heard(audience));
  }

  /** A half-open connection brings neither entries nor an error: only its silence tells. */
  #watch(): void {
    this.#heardAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#lose(), SILENCE_MS);
  }

  #stopReopening(): void {
    clearTimeout(this.#reopening);
    this.#reopening = undefined;
  }

  async #lose(): Promise<void> {
    const source = this.#source;
    clearTimeout(this.#timer);
    source?.close();
    this.#become('offline');
    this.#forgetLooking();
    const answer = await sessionStatus();
    if (this.#source !== source) return;
    if (answer === 401) {
      this.close();
      this.#tell({ signedOut: true });
      return;
    }
    if (answer === 200 && ++this.#failures >= FAILURES_TO_START_OVER) this.#startOver();
    this.#timer = setTimeout(() => this.#open(), this.#backoff.next());
  }

  /** A server that answers, but never with a stream: one of the positions must be what it refuses. */
  #startOver(): void {
    const audiences = Object.keys(this.#backlog.positions);
    this.#failures = 0;
    this.#backlog = new Backlog();
    for (const audience of audiences) this.#tell({ lost: audience });
  }

  #become(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#tell({ state });
  }
}

/** EventSource does not say why it failed. Null: no answer at all. */
async function sessionStatus(): Promise<number | null> {
  try {
    return (await fetch('/api/v1/session', { headers: { Accept: 'application/json' } })).status;
  } catch {
    return null;
  }
}
