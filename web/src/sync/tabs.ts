import { newId } from '../core/ids';

type Words = { from: string } & ({ asks: true } | { here: true } | { leaves: true } | { signedIn: string });

const ANSWER_MS = 200;

/** The other tabs of this browser, as far as they answer. Not by Web Locks: without TLS there are none. */
export class Tabs {
  readonly id = newId();
  #channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('tasktix') : null;
  #here = new Set<string>();

  /** `left`: another tab was closed; `signedIn`: somebody signed in at another, and this browser is theirs now. */
  constructor(hears: { left(): void; signedIn(user: string): void }) {
    if (!this.#channel) return;
    this.#channel.onmessage = ({ data }: MessageEvent<Words>) => {
      if ('asks' in data) this.#say({ here: true });
      else if ('here' in data) this.#here.add(data.from);
      else if ('leaves' in data) hears.left();
      else hears.signedIn(data.signedIn);
    };
  }

  /** Those that are open. One that sleeps may not answer: what it has to send is then sent twice, and done once. */
  async open(): Promise<Set<string>> {
    this.#here.clear();
    this.#say({ asks: true });
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    return new Set([this.id, ...this.#here]);
  }

  leave(): void {
    this.#say({ leaves: true });
  }

  sayWho(user: string): void {
    this.#say({ signedIn: user });
  }

  #say(words: { asks: true } | { here: true } | { leaves: true } | { signedIn: string }): void {
    this.#channel?.postMessage({ from: this.id, ...words });
  }
}
