import { recall, remember } from './theme.svelte';

/**
 * Keys of one letter can be switched off (WCAG 2.1.4): speech control and some keyboards press them by
 * accident. Kept by the device, for it is the device that presses them.
 */
class Shortcuts {
  on = $state(recall('shortcuts') !== 'off');

  set(on: boolean): void {
    this.on = on;
    remember('shortcuts', on ? 'on' : 'off');
  }
}

export const shortcuts = new Shortcuts();

const TYPING = 'input:not([type=checkbox]), textarea, select, dialog, [popover]';

/** A single letter that is meant for the page and not for a field. */
export function isShortcut(event: KeyboardEvent): boolean {
  const isTyping = (event.target as Element).closest?.(TYPING);
  return shortcuts.on && !isTyping && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;
}
