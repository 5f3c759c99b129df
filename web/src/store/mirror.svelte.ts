import type { Mirror, Report, Repository, Terms } from '../core/mirrors';
import { call, Refused } from '../sync/api';
import { providers } from '../sync/doors';

/** Why there are no repositories to choose from. */
export type Obstacle = 'not set up' | 'not connected' | 'no answer';

type Page = { items: Report[]; next: string | null };

const PAGE = 30;

/**
 * The repository that a list follows, and the newest of its ledger. The stream tells that something happened,
 * not what: it is asked for again then.
 */
export class Mirroring {
  stage = $state<'loading' | 'loaded' | 'failed'>('loading');
  /** Null where the list follows nothing. */
  mirror = $state.raw<Mirror | null>(null);
  reports = $state.raw<Report[]>([]);
  /** Where the page of the ledger after these begins. */
  next = $state<string | null>(null);
  #path: string;
  #turn = 0;

  constructor(list: string) {
    this.#path = `/lists/${list}/mirror`;
  }

  async ask(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const mirror = await this.#mirror();
      const newest = mirror && (await this.#page(null));
      if (turn !== this.#turn) return;
      this.mirror = mirror;
      if (newest) this.#put(newest);
      this.stage = 'loaded';
    } catch {
      // What was there goes on being shown: it is asked for again with the next thing that happens.
      if (turn === this.#turn && this.stage === 'loading') this.stage = 'failed';
    }
  }

  async showEarlier(): Promise<void> {
    const page = await this.#page(this.next);
    this.reports = [...this.reports, ...page.items];
    this.next = page.next;
  }

  async link(repository: number, terms: Terms, importing = false): Promise<void> {
    const body = { repository_id: repository, ...terms, ...(importing && { is_importing: true }) };
    this.#say((await call<Mirror>({ method: 'PUT', path: this.#path, body })).body);
  }

  async unlink(): Promise<void> {
    await call({ method: 'DELETE', path: this.#path });
    this.#say(null);
    this.reports = [];
    this.next = null;
  }

  async replay({ id }: Report): Promise<void> {
    await call({ method: 'POST', path: `${this.#path}/deliveries/${id}/replay` });
  }

  /** No answer on its way may say what was before. */
  #say(mirror: Mirror | null): void {
    this.#turn++;
    this.mirror = mirror;
  }

  async #mirror(): Promise<Mirror | null> {
    try {
      return (await call<Mirror>({ method: 'GET', path: this.#path })).body;
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }
  }

  async #page(cursor: string | null): Promise<Page> {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor && { cursor }) });
    return (await call<Page>({ method: 'GET', path: `${this.#path}/deliveries?${query}` })).body;
  }

  /** The older ones stay, as far as they join on; a replay has changed an old line at its place. */
  #put({ items, next }: Page): void {
    const last = items.at(-1)?.id;
    const at = this.reports.findIndex(({ id }) => id === last);
    if (at < 0) this.next = next;
    this.reports = at < 0 ? items : [...items, ...this.reports.slice(at + 1)];
  }
}

/** Those that one's own account at GitHub reaches, or why there are none. */
export async function ownRepositories(): Promise<Repository[] | Obstacle> {
  try {
    return (await call<Repository[]>({ method: 'GET', path: '/github/repositories' })).body;
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'not_connected')) return 'no answer';
    const isSetUp = (await providers()).some(({ id }) => id === 'github');
    return isSetUp ? 'not connected' : 'not set up';
  }
}
