import { tick } from 'svelte';
import type { Section, Task } from '../../core/entries';
import type { Target } from './dragging';

/** What of a task is being picked, beside what. */
export type Picking = { what: 'due' | 'tags' | 'people' | 'time'; task: string; anchor: HTMLElement };

/** What is going on in a list's page besides the list itself: where one stands, and what is open. */
export class Screen {
  /** The task that has the grid's one tab stop. */
  active = $state<string | null>(null);
  renaming = $state<string | null>(null);
  /** The tasks as they follow one another where that is not the order of the list. */
  order = $state.raw<string[] | null>(null);
  dragged = $state<string | null>(null);
  drop = $state.raw<Target | null>(null);
  /** The panel beside the list: a task, or what happened in the list. */
  panel = $state.raw<{ task: string } | 'history' | null>(null);
  picking = $state.raw<Picking | null>(null);
  dialog = $state<'members' | 'settings' | 'github' | null>(null);
  deleting = $state.raw<Section | 'list' | null>(null);
  /** The version of what is being renamed when that began: what came since is not written over. */
  seen = 0;

  rename(thing: { id: string; version: number }): void {
    this.seen = thing.version;
    this.renaming = thing.id;
  }

  open(task: string): void {
    this.panel = { task };
  }

  get openTask(): string | null {
    return this.panel && this.panel !== 'history' ? this.panel.task : null;
  }

  /** Whoever was in it goes on in the list. */
  async closePanel(): Promise<void> {
    const task = this.openTask;
    this.panel = null;
    if (task) await this.focusTask(task);
  }

  /** Back to the row: moving a row in the document takes the focus from it. */
  async focusTask(id: string | undefined): Promise<void> {
    if (!id) return;
    this.active = id;
    await tick();
    const row = rowOf(id);
    row?.scrollIntoView({ block: 'nearest' });
    row?.focus({ preventScroll: true });
  }

  pick(what: Picking['what'], task: Task, anchor = placeFor(what, task)): void {
    if (anchor) this.picking = { what, task: task.id, anchor };
  }
}

/** Beside the field where it is shown, else beside the row. */
function placeFor(what: Picking['what'], task: Task): HTMLElement | undefined {
  const row = rowOf(task.id);
  const field = row?.querySelector<HTMLElement>(`[data-field=${what}]`);
  return (field?.checkVisibility() ? field : row) ?? undefined;
}

export const rowOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-task][data-id="${CSS.escape(id)}"]`);

export const focusAddTask = (): void => document.querySelector<HTMLElement>('[data-add-task]')?.focus();
