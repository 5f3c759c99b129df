import { placeBeside } from '../../core/moves';
import type { Status } from '../../core/entries';
import { placeTask, setStatus } from '../../store/actions';
import type { OpenList } from '../../store/list.svelte';
import type { Screen } from './screen.svelte';

/**
 * Dragging tasks with a mouse, a pen or a finger, by pointer events: the browser's own dragging does not
 * know fingers everywhere. A mouse drags at once, a finger after a long press, as else it scrolls.
 */

const SLACK_PX = 6;
const PRESS_MS = 350;
const EDGE_PX = 72;
const SCROLL_PX = 14;

/** Where a task would land: on a task (its upper or lower half), a section's head, its end, a state. */
export type Target = { on: 'task' | 'head' | 'end' | 'status'; id: string; below: boolean };

export const targetKey = (on: Target['on'], id: string): string => `${on} ${id}`;

/** Attachment: this element is a task that can be dragged. */
export function draggable(list: OpenList, screen: Screen, id: string) {
  return (element: HTMLElement) => {
    let drag: Drag | undefined;
    const press = (event: PointerEvent) => {
      const isField = (event.target as Element).closest('input, textarea, select, a, .icon-button');
      if (event.button !== 0 || isField) return;
      drag?.end();
      drag = new Drag(event, element, {
        show: (target) => (screen.drop = target),
        begin: () => (screen.dragged = id),
        finish(target) {
          screen.dragged = screen.drop = null;
          if (target) land(list, id, target);
        },
      });
    };
    // Not passive, and here from the start: a browser that has begun to scroll does not stop for us.
    const hold = (event: TouchEvent) => drag?.isMoving && event.cancelable && event.preventDefault();
    const keepMenu = (event: Event) => drag?.isTouch && event.preventDefault();
    element.addEventListener('pointerdown', press);
    element.addEventListener('touchmove', hold, { passive: false });
    element.addEventListener('contextmenu', keepMenu);
    return () => {
      drag?.end();
      element.removeEventListener('pointerdown', press);
      element.removeEventListener('touchmove', hold);
      element.removeEventListener('contextmenu', keepMenu);
    };
  };
}

function land(list: OpenList, id: string, { on, id: where, below }: Target): void {
  const task = list.shown.task.get(id);
  if (!task) return;
  const beside = on === 'task' ? list.shown.task.get(where) : undefined;
  if (on === 'status') setStatus(list, task, where as Status);
  else if (beside) placeTask(list, task, placeBeside(list, id, beside, below));
  else if (on === 'head') placeTask(list, task, { section: where, after: null });
  else if (on === 'end') placeTask(list, task, { section: where });
}

type Told = {
  begin: () => void;
  show: (target: Target | null) => void;
  finish: (target: Target | null) => void;
};

/** One press that may become a drag. */
class Drag {
  isMoving = false;
  readonly isTouch: boolean;
  #element: HTMLElement;
  #told: Told;
  #from: { x: number; y: number };
  #at: { x: number; y: number };
  #pointer: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #ghost: HTMLElement | undefined;
  #target: Target | null = null;
  #listening = new AbortController();

  constructor(press: PointerEvent, element: HTMLElement, told: Told) {
    this.isTouch = press.pointerType === 'touch';
    this.#element = element;
    this.#told = told;
    this.#pointer = press.pointerId;
    this.#from = this.#at = { x: press.clientX, y: press.clientY };
    const { signal } = this.#listening;
    addEventListener('pointermove', (event) => this.#move(event), { signal });
    addEventListener('pointerup', (event) => event.pointerId === this.#pointer && this.end(this.#target), {
      signal,
    });
    addEventListener('pointercancel', () => this.end(), { signal });
    addEventListener('keydown', (event) => this.#press(event), { signal, capture: true });
    if (this.isTouch) this.#timer = setTimeout(() => this.#begin(), PRESS_MS);
  }

  /** Lands on the target; without one, nothing has happened. */
  end(target: Target | null = null): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#listening.abort();
    this.#ghost?.remove();
    if (!this.isMoving) return;
    this.isMoving = false;
    this.#told.finish(target);
    // The release would else press what is under it.
    const swallow = (click: Event) => (click.preventDefault(), click.stopPropagation());
    addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', swallow, { capture: true }));
  }

  #move(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#at = { x: event.clientX, y: event.clientY };
    const moved = Math.hypot(this.#at.x - this.#from.x, this.#at.y - this.#from.y);
    if (this.isMoving) this.#look();
    else if (moved > SLACK_PX) {
      if (this.isTouch) this.end();
      else this.#begin();
    }
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.isMoving) return;
    event.stopPropagation();
    this.end();
  }

  #begin(): void {
    this.isMoving = true;
    getSelection()?.removeAllRanges();
    this.#ghost = document.createElement('div');
    this.#ghost.className = 'ghost';
    this.#ghost.textContent = this.#element.querySelector('.name')?.textContent ?? '';
    document.body.append(this.#ghost);
    if (this.isTouch) navigator.vibrate?.(10);
    this.#told.begin();
    this.#look();
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }

  #look(): void {
    const { x, y } = this.#at;
    this.#ghost?.style.setProperty('translate', `${x + 12}px ${y + 8}px`);
    this.#target = targetAt(x, y, this.#element);
    this.#told.show(this.#target);
  }

  /** Near the edge of what scrolls, it does. */
  #scroll(): void {
    const { x, y } = this.#at;
    const inside = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-scroller]');
    const box = inside?.getBoundingClientRect() ?? {
      top: 0,
      bottom: innerHeight,
      left: 0,
      right: innerWidth,
    };
    const by = pull(y, Math.max(0, box.top), Math.min(innerHeight, box.bottom));
    if (by) (inside ?? window).scrollBy(0, by);
    const board = document.querySelector('[data-board]');
    if (board) board.scrollBy(pull(x, board.getBoundingClientRect().left, innerWidth), 0);
    if (by) this.#look();
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }
}

function pull(at: number, from: number, to: number): number {
  if (at < from + EDGE_PX) return -SCROLL_PX * Math.min(1, (from + EDGE_PX - at) / EDGE_PX);
  if (at > to - EDGE_PX) return SCROLL_PX * Math.min(1, (at - to + EDGE_PX) / EDGE_PX);
  return 0;
}

function targetAt(x: number, y: number, dragged: HTMLElement): Target | null {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]');
  if (!element || element === dragged) return null;
  const [on, id] = element.dataset.drop!.split(' ') as [Target['on'], string];
  const { top, height } = element.getBoundingClientRect();
  return { on, id, below: y > top + height / 2 };
}

/** For `data-edge`: on which side of this place the task would land. */
export function edgeOf(
  screen: Screen,
  on: Target['on'],
  id: string,
): 'top' | 'bottom' | 'inside' | undefined {
  const { drop } = screen;
  if (drop?.on !== on || drop.id !== id) return undefined;
  if (on === 'task') return drop.below ? 'bottom' : 'top';
  return on === 'end' ? 'top' : 'inside';
}
