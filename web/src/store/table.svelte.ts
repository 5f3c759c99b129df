/**
 * Rows by id, with one signal for all of them: what reads a table here reads all of it, and a signal
 * for each of five thousand rows (as SvelteMap has) would cost more than reading them again.
 */
export class Table<Row> extends Map<string, Row> {
  #version = $state(0);

  override get size(): number {
    void this.#version;
    return super.size;
  }

  override get(id: string): Row | undefined {
    void this.#version;
    return super.get(id);
  }

  override has(id: string): boolean {
    void this.#version;
    return super.has(id);
  }

  override values(): MapIterator<Row> {
    void this.#version;
    return super.values();
  }

  override set(id: string, row: Row): this {
    super.set(id, row);
    this.#version++;
    return this;
  }

  override delete(id: string): boolean {
    this.#version++;
    return super.delete(id);
  }
}
