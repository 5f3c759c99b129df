import type { Color } from '../core/entries';

export type Choice = {
  label: string;
  run: () => void;
  keys?: string;
  /** True or false makes it one of several to choose from. */
  checked?: boolean;
  color?: Color;
  danger?: boolean;
  /** A line above it. */
  apart?: boolean;
};

/** The one menu of the page: a menu in each of five thousand rows would cost more than the rows. */
class Menu {
  shown = $state.raw<{ anchor: HTMLElement; label: string; choices: Choice[] } | null>(null);

  open(anchor: HTMLElement, label: string, choices: Choice[]): void {
    this.shown = { anchor, label, choices };
  }

  close(): void {
    this.shown = null;
  }
}

export const menu = new Menu();
