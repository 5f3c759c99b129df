import type { Reading } from '../core/quick';
import { call } from '../sync/api';

const DEBOUNCE_MS = 150;

/** Asks the server how a line of quick add reads, a moment after the last key. */
export class QuickReader {
  /** What is wrong with the line. */
  said = $state('');
  #list: string;
  #answer = $state.raw<{ text: string; reading: Reading } | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(list: string) {
    this.#list = list;
  }

  read(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(text), DEBOUNCE_MS);
  }

  /** What is known of exactly this text. */
  of(text: string): Reading | undefined {
    return this.#answer?.text === text ? this.#answer.reading : undefined;
  }

  async #ask(text: string): Promise<void> {
    const path = `/lists/${this.#list}/quick`;
    // Without an answer the colours remain a guess; the line is read for good when it is sent.
    const reply = await call<Reading>({ method: 'POST', path, body: { text } }).catch(() => null);
    if (reply) this.#answer = { text, reading: reply.body };
  }
}
