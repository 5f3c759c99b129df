/** An answer that was asked for before the page's scripts ran (public/begin.js), at this time of `Date.now()`. */
export type Early = { asked: number; response: Promise<Response> };

declare global {
  var early: Map<string, Early> | undefined;
}

/** Once: who asks again wants what is true by then. */
export function takeEarly(url: string): Early | undefined {
  const found = globalThis.early?.get(url);
  globalThis.early?.delete(url);
  return found;
}

/** What was answered to somebody else than who is signed in next. */
export function forgetEarly(): void {
  globalThis.early = undefined;
}
