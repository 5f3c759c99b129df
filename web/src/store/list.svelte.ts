import { permissionsOf, type Permission } from '../core/access';
import { Engine } from '../core/engine';
import type { Kind, List, Member, Role, Rows, Section, Tag, Task } from '../core/entries';
import { byRank, bySection, isCompleted } from '../core/order';
import { recall, remember } from './theme.svelte';
import { session } from './session.svelte';
import { Table } from './table.svelte';

/** One list as the page shows it: the engine's view, made reactive. */
export class OpenList {
  readonly id: string;
  state = $state<'loading' | 'loaded' | 'missing'>('loading');
  /** The tasks that a filter lets through; null without a filter. */
  only = $state.raw<Set<string> | null>(null);

  readonly shown = {
    list: new Table<List>(),
    section: new Table<Section>(),
    task: new Table<Task>(),
    tag: new Table<Tag>(),
    member: new Table<Member>(),
    role: new Table<Role>(),
  };

  readonly engine = new Engine({
    set: (kind, id, row) => {
      const table = this.shown[kind] as Table<Rows[Kind]>;
      if (row) table.set(id, row as Rows[Kind]);
      else table.delete(id);
    },
  });

  /** Counts what has come: whoever reads it hears when something happens in the list. */
  heard = $state(0);

  /** The users who have it in sight now, as the stream tells. */
  looking = $state.raw(new Set<string>());

  /** As this device last showed it. */
  view = $state<'list' | 'board'>('list');
  #collapsed = $state.raw(new Set<string>());

  constructor(id: string) {
    this.id = id;
    this.view = recall(`view-${id}`) === 'board' ? 'board' : 'list';
    this.#collapsed = new Set(recall(`collapsed-${id}`)?.split(' '));
  }

  setView(view: 'list' | 'board'): void {
    this.view = view;
    remember(`view-${this.id}`, view);
  }

  isCollapsed(section: string): boolean {
    return this.#collapsed.has(section);
  }

  collapse(section: string, on: boolean): void {
    const collapsed = new Set(this.#collapsed);
    if (on) collapsed.add(section);
    else collapsed.delete(section);
    this.#collapsed = collapsed;
    // Sections that are gone are not remembered for ever.
    remember(`collapsed-${this.id}`, [...collapsed].filter((id) => this.shown.section.has(id)).join(' '));
  }

  readonly list = $derived.by(() => this.shown.list.get(this.id));
  readonly sections = $derived.by(() => [...this.shown.section.values()].sort(byRank));
  readonly tasksIn = $derived.by(() =>
    bySection(this.sections, this.#passing(), this.list?.auto_order ?? true),
  );
  readonly members = $derived.by(() =>
    [...this.shown.member.values()].sort((a, b) => a.user.name.localeCompare(b.user.name)),
  );
  /** Those of the others who look at it now. */
  readonly onlookers = $derived.by(() =>
    this.members.filter(({ id }) => this.looking.has(id) && id !== session.me?.id),
  );
  readonly roles = $derived.by(() =>
    [...this.shown.role.values()].sort((a, b) => b.permissions.length - a.permissions.length),
  );
  readonly tags = $derived.by(() =>
    [...this.shown.tag.values()].sort((a, b) => a.name.localeCompare(b.name)),
  );
  readonly permissions = $derived.by(() => permissionsOf(this.shown, session.me?.id));
  readonly openTasks = $derived.by(() => {
    let open = 0;
    for (const task of this.shown.task.values()) if (!isCompleted(task)) open++;
    return open;
  });

  /** What one is here, and so may do. */
  readonly role = $derived.by(() => {
    const member = session.me ? this.shown.member.get(session.me.id) : undefined;
    return member && this.shown.role.get(member.role);
  });

  #passing(): Iterable<Task> {
    const { only } = this;
    const tasks = this.shown.task.values();
    return only ? [...tasks].filter(({ id }) => only.has(id)) : tasks;
  }

  may(permission: Permission): boolean {
    return this.permissions.has(permission);
  }
}
