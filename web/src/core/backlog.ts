import type { Entry } from './entries';

const KEPT = 2_000;

export type Positions = Record<string, number>;

/**
 * What one stream has brought: the position of each audience, and the latest entries, from which
 * a tab that comes later, or was busy with a snapshot, is brought up to date.
 */
export class Backlog {
  positions: Positions = {};
  #recent: Entry[] = [];

  add(entry: Entry): boolean {
    const known = this.positions[entry.audience];
    if (known !== undefined && entry.position <= known) return false;
    this.positions[entry.audience] = entry.position;
    this.#recent.push(entry);
    // Cut in blocks: moving the whole array for each entry would cost more than the entry.
    if (this.#recent.length > 2 * KEPT) this.#recent = this.#recent.slice(-KEPT);
    return true;
  }

  forget(audience: string): void {
    delete this.positions[audience];
    this.#recent = this.#recent.filter((entry) => entry.audience !== audience);
  }

  /**
   * A tab stands at `wanted`. `missed` brings it up to date; `lost` are the audiences for which it must
   * fetch a snapshot; `unknown` says that the stream must start again to cover them.
   */
  attach(wanted: Positions): { missed: Entry[]; lost: string[]; unknown: boolean } {
    const lost: string[] = [];
    let unknown = false;
    for (const [audience, position] of Object.entries(wanted)) {
      const known = this.positions[audience];
      if (known === undefined) {
        this.positions[audience] = position;
        unknown = true;
      } else if (position < known && !this.#covers(audience, position)) {
        lost.push(audience);
      }
    }
    const missed = this.#recent.filter((entry) => {
      const position = wanted[entry.audience];
      return position !== undefined && entry.position > position && !lost.includes(entry.audience);
    });
    return { missed, lost, unknown };
  }

  #covers(audience: string, position: number): boolean {
    const first = this.#recent.find((entry) => entry.audience === audience);
    return first !== undefined && first.position <= position + 1;
  }
}
