import type { Tables } from './engine';
import { applyChange, type Expected } from './entries';

/**
 * A change made here that can be undone. `position` is the entry it became, unknown until the server has
 * answered; `back` is what undoing it is expected to change. It can be undone before the answer: the undo
 * goes the same way, one behind the other, and gets the position when its turn comes (`Command.undoes`).
 */
export type Step = { key: string; words: string; back: Expected[]; position?: number };

/** One's own changes of one list, and those of them that were undone, each in order. */
export class Past {
  #done: Step[] = [];
  #undone: Step[] = [];

  /** Something new was done: what was undone before cannot be done again. */
  did(step: Step): void {
    this.#done.push(step);
    this.#undone = [];
  }

  /** `step` undoes what was done, or, `again`, does what was undone; it can itself be undone. */
  turned(step: Step, again: boolean): void {
    (again ? this.#done : this.#undone).push(step);
  }

  /** The last step, to be undone (`again`: redone). */
  take(again: boolean): Step | undefined {
    return (again ? this.#undone : this.#done).pop();
  }

  /** The step with this key, if it can still be undone: what a toast offers. */
  takeKey(key: string): Step | undefined {
    const step = this.#done.find((each) => each.key === key);
    this.#remove(key);
    return step;
  }

  /** The server answered; null if it changed nothing, and there is nothing to undo. */
  reached(key: string, position: number | null): void {
    const step = this.#find(key);
    if (position === null) this.#remove(key);
    else if (step) step.position = position;
  }

  /** It will not be done: there is nothing to undo. Returns what was said to be done. */
  refused(key: string): string | undefined {
    const step = this.#find(key);
    this.#remove(key);
    return step?.words;
  }

  #find(key: string): Step | undefined {
    return [...this.#done, ...this.#undone].find((each) => each.key === key);
  }

  #remove(key: string): void {
    this.#done = this.#done.filter((each) => each.key !== key);
    this.#undone = this.#undone.filter((each) => each.key !== key);
  }
}

/** Rows by their ids, of the kinds that are at hand. */
export type Shown = Partial<Tables>;

/** What takes the changes back, from what is shown before they are made. */
export function inverseOf(changes: Expected[], shown: Shown): Expected[] {
  const rows = new Map<string, object | undefined>();
  const back: Expected[] = [];
  for (const change of changes) {
    const place = `${change.kind} ${change.id}`;
    const table = shown[change.kind as keyof Shown] as Map<string, object> | undefined;
    const row = rows.has(place) ? rows.get(place) : table?.get(change.id);
    back.unshift(...inverse(change, row));
    rows.set(place, applyChange(row, change));
  }
  return back;
}

function inverse(change: Expected, row: object | undefined): Expected[] {
  const { kind, id } = change;
  if (!row) return 'set' in change && 'id' in change.set ? [{ kind, id, gone: true }] : [];
  if ('gone' in change) return [{ kind, id, set: { ...row } }];
  if ('put' in change) return [{ kind, id, take: change.put }];
  if ('take' in change) return [{ kind, id, put: change.take }];
  const before = row as Record<string, unknown>;
  return [
    { kind, id, set: Object.fromEntries(Object.keys(change.set).map((field) => [field, before[field]])) },
  ];
}
