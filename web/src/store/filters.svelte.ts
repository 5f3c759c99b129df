import { applyChange, type Entry } from '../core/entries';
import { newId } from '../core/ids';
import { call, type Reply } from '../sync/api';
import { Backoff } from '../sync/backoff';
import { t } from '../texts';
import { notices } from './notices.svelte';
import { undoOwn } from './own';
import { session } from './session.svelte';
import { workspace } from './workspace.svelte';

export type SavedFilter = { id: string; name: string; text: string };

/** One's saved filters, kept true by the audience `me`. */
class SavedFilters {
  #byId = $state.raw<Record<string, SavedFilter>>({});
  isLoaded = $state(false);
  #owner: string | undefined;
  #backoff = new Backoff();

  readonly all = $derived(Object.values(this.#byId).sort((a, b) => a.name.localeCompare(b.name)));

  constructor() {
    workspace.listeners.add({ entry: (entry) => this.#receive(entry), missed: () => void this.#fetch() });
  }

  of(id: string): SavedFilter | undefined {
    return this.#byId[id];
  }

  /** For whoever is signed in now; asked twice, it is fetched once. */
  load(): void {
    const me = session.me?.id;
    if (me === undefined || this.#owner === me) return;
    this.#owner = me;
    this.#byId = {};
    this.isLoaded = false;
    void this.#fetch();
  }

  async save(name: string, text: string): Promise<SavedFilter> {
    const body = { id: newId(), name, text };
    return this.#keep(await call<SavedFilter>({ method: 'POST', path: '/filters', body, key: newId() }));
  }

  async change(id: string, body: Partial<Pick<SavedFilter, 'name' | 'text'>>): Promise<void> {
    this.#keep(await call<SavedFilter>({ method: 'PATCH', path: `/filters/${id}`, body, key: newId() }));
  }

  async delete(saved: SavedFilter): Promise<void> {
    const { reached } = await call({ method: 'DELETE', path: `/filters/${saved.id}`, key: newId() });
    this.#byId = without(this.#byId, saved.id);
    notices.toast(t.did.deletedFilter(saved.name), undoOwn(reached));
  }

  #keep({ body }: Reply<SavedFilter>): SavedFilter {
    this.#byId = { ...this.#byId, [body.id]: body };
    return body;
  }

  #receive({ audience, changes }: Entry): void {
    if (audience !== 'me') return;
    for (const change of changes) {
      if (change.kind !== 'filter') continue;
      const row = applyChange(this.#byId[change.id], change) as SavedFilter | undefined;
      this.#byId = row ? { ...this.#byId, [change.id]: row } : without(this.#byId, change.id);
    }
  }

  async #fetch(): Promise<void> {
    const owner = this.#owner;
    try {
      const { body } = await call<SavedFilter[]>({ method: 'GET', path: '/filters' });
      if (owner !== this.#owner) return;
      this.#byId = Object.fromEntries(body.map((saved) => [saved.id, saved]));
      this.isLoaded = true;
      this.#backoff.reset();
    } catch {
      if (owner === this.#owner) setTimeout(() => void this.#fetch(), this.#backoff.next());
    }
  }
}

function without(byId: Record<string, SavedFilter>, id: string): Record<string, SavedFilter> {
  return Object.fromEntries(Object.entries(byId).filter(([key]) => key !== id));
}

export const savedFilters = new SavedFilters();
