import { commandToUndo } from '../core/commands';
import { inverseOf, type Step } from '../core/past';
import type { Refused } from '../sync/api';
import { newId } from '../core/ids';
import { notices } from './notices.svelte';
import { workspace } from './workspace.svelte';

/** Undo and redo of one's own changes: each is an entry of the list, undone by its position. */

/** Of what can be undone only the last is offered. */
export const SLOT = 'undo';

/** Says what was done, and offers to undo it. */
export function offerUndo(list: string, key: string, words: string): void {
  notices.toast(words, { label: 'Undo', run: () => undoKey(list, key) }, SLOT);
}

/** The last change, or, `again`, the last one that was undone. */
export function undoLast(list: string, again = false): void {
  const step = workspace.past(list).take(again);
  if (step) turn(list, step, again);
  else if (!workspace.unsent) notices.toast(again ? 'Nothing to redo' : 'Nothing to undo', undefined, SLOT);
}

function undoKey(list: string, key: string): void {
  const step = workspace.past(list).takeKey(key);
  if (step) turn(list, step, false);
}

/** The server has done it: it can be undone from now on, and is at once if somebody waits for that. */
export function reached(list: string, key: string, position: number | null): void {
  const waiting = workspace.past(list).reached(key, position);
  if (waiting) turn(list, waiting.step, waiting.again);
}

function turn(list: string, { position, words, back }: Step, again: boolean): void {
  const key = newId();
  const forth = inverseOf(back, workspace.opened(list)?.shown ?? {});
  workspace.past(list).turned({ key, words, back: forth }, again);
  workspace.send(key, commandToUndo(list, position!, back));
  if (again) offerUndo(list, key, words);
  else notices.toast(`Undone: ${words}`, { label: 'Redo', run: () => undoLast(list, true) }, SLOT);
}

/** An entry of the history, whoever made it. */
export function undoEntry(list: string, position: number, words: string): void {
  const key = newId();
  workspace.past(list).did({ key, words: `Undone: ${words}`, back: [] });
  workspace.send(key, commandToUndo(list, position, []));
  offerUndo(list, key, `Undone: ${words}`);
}

export const isUndo = (path: string): boolean => path.endsWith('/undo');

/** Why an undo was refused, for whoever pressed it. */
export function sayNotUndone({ code, message }: Refused): void {
  const why = code === 'conflict' ? 'Others have changed it since.' : message;
  notices.toast(`This cannot be undone. ${why}`, undefined, SLOT);
}
