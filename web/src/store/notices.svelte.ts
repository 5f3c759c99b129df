const SHOWN_MS = 8_000;

export type Action = { label: string; run: () => void };
export type Toast = { id: number; text: string; action?: Action };

let made = 0;

class Notices {
  toasts = $state<Toast[]>([]);
  /** For the polite live region: what was done here, never what others do. */
  said = $state('');

  toast(text: string, action?: Action | undefined): void {
    const toast = { id: ++made, text, ...(action && { action }) };
    // The same news five times over, one for each change that was refused, says no more than once.
    this.toasts = [...this.toasts.filter((shown) => shown.text !== text), toast].slice(-3);
    this.say(text);
    setTimeout(() => this.dismiss(toast.id), SHOWN_MS);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  say(text: string): void {
    this.said = text;
  }
}

export const notices = new Notices();
