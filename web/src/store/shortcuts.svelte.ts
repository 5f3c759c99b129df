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

const FIELDS = 'input:not([type=checkbox]), textarea, select';
const TYPING = `${FIELDS}, dialog, [popover]`;

/** A key that is meant for the page and not for a field. */
export function isForPage(event: KeyboardEvent): boolean {
  const isTyping = (event.target as Element).closest?.(TYPING);
  return !isTyping && !event.defaultPrevented && !event.altKey;
}

/** One of them that is a single letter. */
export const isShortcut = (event: KeyboardEvent): boolean =>
  shortcuts.on && isForPage(event) && !event.ctrlKey && !event.metaKey;

/** A single letter, of a dialog too, that nobody types into a field. */
export const isLetterOutsideFields = (event: KeyboardEvent): boolean =>
  shortcuts.on &&
  !(event.target as Element).closest?.(FIELDS) &&
  !(event.altKey || event.ctrlKey || event.metaKey);
