import { newId } from '../core/ids';
import { call } from '../sync/api';
import { t } from '../texts';
import { notices } from './notices.svelte';
import { SLOT } from './undo';
import { workspace } from './workspace.svelte';

/** A list that is gone is undone by its own last entry, as long as the page that did it is there to offer it. */
export async function deleteList(id: string, name: string): Promise<void> {
  const { reached } = await call({ method: 'DELETE', path: `/lists/${id}`, key: newId() });
  const position = reached[id];
  workspace.forget(id);
  const undo = position && { label: t.did.undo, run: () => void bringBack(id, position) };
  notices.toast(t.did.deletedList(name), undo || undefined, SLOT);
}

/** The stream tells of the list that is ours again. */
async function bringBack(id: string, position: number): Promise<void> {
  try {
    await call({ method: 'POST', path: `/lists/${id}/undo`, body: { position }, key: newId() });
  } catch (error) {
    notices.toast((error as Error).message);
  }
}
