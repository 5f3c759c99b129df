import type { Conflicts } from './api';
import type { Sending } from './outbox';

/**
 * A change as this browser keeps it until it is settled, for `user` alone: it is theirs to send and to see.
 * `tab` is who sends it. With an `answer` it waits no longer for the server, but for the person.
 */
export type Kept = Omit<Sending, 'hasWaited'> & {
  user: string;
  tab: string;
  answer?: { conflicts: Conflicts } | { why: string };
};

type Mode = 'readonly' | 'readwrite';

const NAME = 'tasktix';
const STORE = 'changes';

/** A disk that does not answer must not keep anybody from the page. */
const PATIENCE_MS = 2_000;

/** The kept changes, in IndexedDB: they outlive a reload, a closed tab, and a browser that crashes. */
export class Shelf {
  #database: Promise<IDBDatabase> = open();
  #writing = 0;
  #isBroken = false;

  constructor() {
    this.#database.catch(() => (this.#isBroken = true));
  }

  /** False while something is not written yet, or where nothing can be (some private windows). */
  get holdsAll(): boolean {
    return !this.#isBroken && this.#writing === 0;
  }

  put(kept: Kept): void {
    this.#write((store) => store.put(kept));
  }

  remove(key: string): void {
    this.#write((store) => store.delete(key));
  }

  async ofUser(user: string): Promise<Kept[]> {
    return this.#patiently('readonly', async (store) => ownOf(await answerOf(store.getAll()), user));
  }

  /**
   * Makes `tab` the sender of what was another's that is no longer there, and returns it in order. In one
   * transaction: of two tabs that begin together only one gets it.
   */
  async claim(user: string, tab: string, isGone: (tab: string) => boolean): Promise<Kept[]> {
    return this.#patiently('readwrite', async (store) => {
      const all = ownOf(await answerOf<Kept[]>(store.getAll()), user);
      const claimed = all.filter((kept) => kept.tab !== tab && isGone(kept.tab));
      for (const kept of claimed) store.put({ ...kept, tab });
      return claimed;
    });
  }

  async clear(user: string): Promise<void> {
    for (const { key } of await this.ofUser(user)) this.remove(key);
  }

  #write(change: (store: IDBObjectStore) => void): void {
    this.#writing++;
    this.#transact('readwrite', async (store) => change(store))
      .catch(() => (this.#isBroken = true))
      .finally(() => this.#writing--);
  }

  async #patiently(mode: Mode, look: (store: IDBObjectStore) => Promise<Kept[]>): Promise<Kept[]> {
    const late = new Promise<Kept[]>((resolve) => setTimeout(() => resolve([]), PATIENCE_MS));
    return Promise.race([this.#transact(mode, look), late]).catch(() => []);
  }

  async #transact<Result>(mode: Mode, work: (store: IDBObjectStore) => Promise<Result>): Promise<Result> {
    const transaction = (await this.#database).transaction(STORE, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore(STORE));
    await done;
    return result;
  }
}

const ownOf = (all: Kept[], user: string): Kept[] =>
  all.filter((kept) => kept.user === user).sort((one, other) => one.order - other.order);

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
  return answerOf(request);
}

function answerOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
