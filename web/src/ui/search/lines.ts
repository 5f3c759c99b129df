import { isShortcut } from '../../store/shortcuts.svelte';

const lines = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-line]')];

/** J and K, and the arrows from line to line, wherever the focus is. */
export function pressLineKey(event: KeyboardEvent): void {
  if (!isShortcut(event)) return;
  const all = lines();
  const at = all.indexOf(document.activeElement as HTMLElement);
  const isOn = at >= 0;
  const isDown = event.key === 'j' || (isOn && event.key === 'ArrowDown');
  const isUp = event.key === 'k' || (isOn && event.key === 'ArrowUp');
  const next = all[isOn ? at + (isDown ? 1 : -1) : 0];
  if ((!isDown && !isUp) || !next) return;
  event.preventDefault();
  next.focus();
}

let held: { line: HTMLElement; index: number } | null = null;

/** The focus came into a line. */
export function holdLine(within: Element): void {
  const line = within.closest('li')?.querySelector<HTMLElement>('[data-line]');
  if (line) held = { line, index: lines().indexOf(line) };
}

/** A line that leaves the page takes the focus with it: the one in its place gets it. */
export function keepLine(): void {
  if (!held || held.line.isConnected || document.activeElement !== document.body) return;
  const all = lines();
  const next = all[Math.min(held.index, all.length - 1)] ?? document.querySelector<HTMLElement>('#content');
  held = null;
  next?.focus();
}
