import { SvelteMap } from 'svelte/reactivity';
import type { Entry, Member, Role, Section, Snapshot, Tag } from '../core/entries';
import { call } from '../sync/api';
import { session } from './session.svelte';
import { workspace } from './workspace.svelte';

/** What names the things of a list: enough to show its tasks elsewhere, without the tasks. */
export type Sketch = { sections: Section[]; tags: Tag[]; members: Member[]; roles: Role[] };

const NAMING = ['section', 'tag', 'member', 'role', 'user'];
const AT_ONCE = 4;

class Sketches {
  #known = new SvelteMap<string, Sketch>();
  #wanted = new Set<string>();
  #waiting: string[] = [];
  #running = 0;

  constructor() {
    workspace.listeners.add({
      entry: (entry) => this.#receive(entry),
      missed: () => this.#forget(),
    });
  }

  of(list: string): Sketch | undefined {
    const open = workspace.opened(list);
    if (open?.state !== 'loaded') return this.#known.get(list);
    const { sections, members, roles } = open;
    return { sections, tags: [...open.shown.tag.values()], members, roles };
  }

  /** What my role in the list allows; everything while it is not known, for the server is the judge. */
  may(list: string, permission: string): boolean {
    const sketch = this.of(list);
    const role = sketch?.members.find(({ id }) => id === session.me?.id)?.role;
    return sketch?.roles.find(({ id }) => id === role)?.permissions.includes(permission) ?? true;
  }

  need(lists: Iterable<string>): void {
    for (const list of lists) {
      if (this.#wanted.has(list)) continue;
      this.#wanted.add(list);
      this.#waiting.push(list);
    }
    while (this.#running < AT_ONCE && this.#waiting.length) void this.#fetch(this.#waiting.shift()!);
  }

  async #fetch(list: string): Promise<void> {
    this.#running++;
    try {
      const path = `/lists/${list}?completed=false`;
      const { sections, tags, members, roles } = (await call<Snapshot>({ method: 'GET', path })).body;
      this.#known.set(list, { sections, tags, members, roles });
    } catch {
      // Without it tasks are shown without names of tags; whoever needs it next asks again.
      this.#wanted.delete(list);
    } finally {
      this.#running--;
      this.need([]);
    }
  }

  /** Names change seldom: they are fetched again rather than kept by a second engine. */
  #receive({ audience, changes }: Entry): void {
    if (!this.#wanted.has(audience) || !changes.some(({ kind }) => NAMING.includes(kind))) return;
    this.#wanted.delete(audience);
    this.need([audience]);
  }

  #forget(): void {
    const lists = [...this.#wanted];
    this.#wanted.clear();
    this.need(lists);
  }
}

export const sketches = new Sketches();
