import { tick } from 'svelte';
import type { Section, Task } from '../../core/entries';

/** What is going on in a list's page besides the list itself: where one stands, and what is open. */
export class Screen {
  /** The task that has the grid's one tab stop. */
  active = $state<string | null>(null);
  renaming = $state<string | null>(null);
  dragged = $state<string | null>(null);
  detail = $state<string | null>(null);
  due = $state.raw<{ task: Task; anchor: HTMLElement } | null>(null);
  deleting = $state.raw<Section | 'list' | null>(null);
  showsMembers = $state(false);

  rename(id: string): void {
    this.renaming = id;
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

  pickDue(task: Task, anchor = rowOf(task.id)?.querySelector<HTMLElement>('[data-due]')): void {
    if (anchor) this.due = { task, anchor };
  }
}

export const rowOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[role=row][data-id="${CSS.escape(id)}"]`);

export const focusAddTask = (): void => document.querySelector<HTMLElement>('[data-add-task]')?.focus();
