export type Route =
  | { page: 'home' }
  | { page: 'sign-in'; next: string | null }
  | { page: 'sign-up'; next: string | null }
  | { page: 'list'; id: string }
  | { page: 'missing' };

export function routeOf(address: URL): Route {
  const path = address.pathname.replace(/(.)\/$/, '$1');
  const list = /^\/lists\/([0-9A-Za-z]{16})$/.exec(path);
  if (list) return { page: 'list', id: list[1]! };
  if (path === '/') return { page: 'home' };
  if (path === '/sign-in' || path === '/sign-up') {
    return { page: path.slice(1) as 'sign-in' | 'sign-up', next: localPath(address) };
  }
  return { page: 'missing' };
}

/**
 * `?next=` if it stays on this origin. Browsers read "//evil" and "/\evil" as another host, so the text
 * alone does not tell: it must be resolved as the browser would.
 */
export function localPath(address: URL): string | null {
  const next = address.searchParams.get('next');
  if (!next?.startsWith('/')) return null;
  try {
    const target = new URL(next, address.origin);
    return target.origin === address.origin ? target.pathname + target.search : null;
  } catch {
    return null;
  }
}

export const listPath = (id: string): string => `/lists/${id}`;

export const signInPath = (next: string): string =>
  next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
