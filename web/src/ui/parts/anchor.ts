const GAP = 4;
const EDGE = 8;

/** Below the anchor if there is room, else above; never over the edge of the window. */
export function putBeside(popover: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const fitsBelow = at.bottom + GAP + height <= innerHeight - EDGE;
  const y = fitsBelow ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - height);
  const x = Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE));
  popover.style.setProperty('--y', `${y}px`);
  popover.style.setProperty('--x', `${x}px`);
}

/** Up, Down, Home and End among the choices of a menu. */
export function stepAmong(choices: HTMLElement[], key: string): boolean {
  const now = choices.indexOf(document.activeElement as HTMLElement);
  const last = choices.length - 1;
  const next = {
    ArrowDown: now === last ? 0 : now + 1,
    ArrowUp: now <= 0 ? last : now - 1,
    Home: 0,
    End: last,
  }[key];
  if (next === undefined) return false;
  choices[next]?.focus();
  return true;
}
