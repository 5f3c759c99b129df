import { commandToUndo } from '../core/commands';
import { inverseOf, type Step } from '../core/past';
import type { Refused } from '../sync/api';
import { newId } from '../core/ids';
import { t } from '../texts';
import { notices } from './notices.svelte';
import { workspace } from './workspace.svelte';

/** Undo and redo of one's own changes: each is an entry of the list, undone by its position. */

/** Of what can be undone only the last is offered. */
export const SLOT = 'undo';

/** Says what was done, and offers to undo it. */
export function offerUndo(list: string, key: string, words: string): void {
  notices.toast(words, { label: t.did.undo, run: () => undoKey(list, key) }, SLOT);
}

/** The last change, or, `again`, the last one that was undone. */
export function undoLast(list: string, again = false): void {
  const step = workspace.changes.past(list).take(again);
  if (step) turn(list, step, again);
  else notices.toast(again ? t.did.nothingToRedo : t.did.nothingToUndo, undefined, SLOT);
}

function undoKey(list: string, key: string): void {
  const step = workspace.changes.past(list).takeKey(key);
  if (step) turn(list, step, false);
}

function turn(list: string, step: Step, again: boolean): void {
  const { words, back } = step;
  const key = newId();
  const forth = inverseOf(back, workspace.opened(list)?.shown ?? {});
  workspace.changes.past(list).turned({ key, words, back: forth }, again);
  workspace.changes.send(key, commandToUndo(list, step), undone(words));
  if (again) offerUndo(list, key, words);
  else notices.toast(undone(words), { label: t.did.redo, run: () => undoLast(list, true) }, SLOT);
}

/** An entry of the history, whoever made it. */
export function undoEntry(list: string, position: number, words: string): void {
  const key = newId();
  workspace.changes.past(list).did({ key, words: undone(words), back: [] });
  workspace.changes.send(key, commandToUndo(list, { position, back: [] }), undone(words));
  offerUndo(list, key, undone(words));
}

const undone = (words: string): string => t.did.undoneWhat(words);

/** It was said to be done, or undone, and is not. */
export function retract(list: string, key: string): void {
  const words = workspace.changes.past(list).refused(key);
  if (words === undefined) return;
  notices.retract(words);
  notices.retract(undone(words));
}

export const isUndo = (path: string): boolean => path.endsWith('/undo');

/** Why an undo was refused, for whoever pressed it. */
export function sayNotUndone({ code, message }: Refused): void {
  const why = code === 'conflict' ? t.did.othersChanged : message;
  notices.toast(t.did.cannotUndo(why), undefined, SLOT);
}
