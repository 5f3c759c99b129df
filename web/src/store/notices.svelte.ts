const SHOWN_MS = 8_000;

export type Action = { label: string; run: () => void };
/** Of those with the same `slot` only the last is shown: each undo takes the place of the one before. */
export type Toast = { id: number; text: string; action?: Action; slot?: string };

let made = 0;

class Notices {
  toasts = $state<Toast[]>([]);
  /** For the polite live region: what was done here, never what others do. */
  said = $state('');

  toast(text: string, action?: Action | undefined, slot?: string): void {
    const toast = { id: ++made, text, ...(action && { action }), ...(slot && { slot }) };
    // The same news five times over, one for each change that was refused, says no more than once.
    const others = this.toasts.filter((shown) => shown.text !== text && (!slot || shown.slot !== slot));
    this.toasts = [...others, toast].slice(-3);
    this.say(text);
    this.#expire(toast.id);
  }

  /** Not while a modal dialog is open: under it a toast is seen, but cannot be pressed. */
  #expire(id: number): void {
    setTimeout(() => {
      if (document.querySelector('dialog:modal')) this.#expire(id);
      else this.dismiss(id);
    }, SHOWN_MS);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** It was said to be done, and was not. */
  retract(text: string | undefined): void {
    this.toasts = this.toasts.filter((toast) => toast.text !== text);
  }

  say(text: string): void {
    this.said = text;
  }
}

export const notices = new Notices();
