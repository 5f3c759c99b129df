import type { Language } from '../core/suggest';
import { call } from '../sync/api';

/** The table of the filter language, fetched when somebody begins to type in it. */
class FilterLanguage {
  table = $state.raw<Language>({ fields: [], flags: [], orders: ['auto'], examples: {} });
  #asked = false;

  load(): void {
    if (this.#asked) return;
    this.#asked = true;
    call<Language>({ method: 'GET', path: '/filters.json' }).then(
      ({ body }) => (this.table = body),
      // A filter can be typed without suggestions; the next one who begins asks again.
      () => (this.#asked = false),
    );
  }
}

export const language = new FilterLanguage();
