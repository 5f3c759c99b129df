import type { Entry } from './entries';

const KEPT = 2_000;
const ME = 'me';

export type Positions = Record<string, number>;

/**
 * What one stream has brought: the position of each audience, and the latest entries, from which
 * a tab that comes later, or was busy with a snapshot, is brought up to date.
 */
export class Backlog {
  positions: Positions = {};
  #followed = new Set<string>();
  #unnamed = new Set<string>();
  #recent: Entry[] = [];

  add(entry: Entry): boolean {
    const known = this.positions[entry.audience];
    if (known !== undefined && entry.position <= known) return false;
    // Last in its place: whoever changed last is the first to be named (`naming`).
    delete this.positions[entry.audience];
    this.positions[entry.audience] = entry.position;
    this.#recent.push(entry);
    // Cut in blocks: moving the whole array for each entry would cost more than the entry.
    if (this.#recent.length > 2 * KEPT) this.#recent = this.#recent.slice(-KEPT);
    return true;
  }

  /** `isFollowed`: the stream goes on with it from now on. */
  forget(audience: string, isFollowed = false): void {
    if (isFollowed) this.#followed.add(audience);
    delete this.positions[audience];
    this.#recent = this.#recent.filter((entry) => entry.audience !== audience);
  }

  /**
   * A stream begins: after which positions, at `most` so many, one's own matters and what changed last
   * before all. The rest it follows from its opening on (`opened`).
   */
  begin(most: number): [string, number][] {
    const all = Object.entries(this.positions).reverse();
    all.sort(([one], [other]) => Number(other === ME) - Number(one === ME));
    this.#followed.clear();
    for (const [audience] of all.slice(most)) this.#unnamed.add(audience);
    return all.slice(0, most);
  }

  /** The audiences that must be fetched now, and not before: what is fetched is of a moment in the stream. */
  opened(): string[] {
    const unnamed = [...this.#unnamed];
    this.#unnamed.clear();
    for (const audience of unnamed) this.forget(audience, true);
    return unnamed;
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
        unknown ||= !this.#followed.delete(audience);
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
