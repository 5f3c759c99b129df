export type Route =
  | { page: 'home' }
  | { page: 'sign-in'; next: string | null }
  | { page: 'sign-up'; next: string | null }
  | { page: 'list'; id: string; task: string | null }
  | { page: 'today' | 'profile' | 'about' | 'missing' }
  | { page: 'search'; text: string; order: string; saved: string | null }
  | { page: 'report'; text: string };

const ID = '[0-9A-Za-z]{16}';
const PLAIN = ['today', 'profile', 'about'] as const;

export function routeOf(address: URL): Route {
  const path = address.pathname.replace(/(.)\/$/, '$1');
  const asked = address.searchParams;
  const list = new RegExp(`^/lists/(${ID})$`).exec(path);
  if (list) return { page: 'list', id: list[1]!, task: asked.get('task') };
  if (path === '/') return { page: 'home' };
  const plain = PLAIN.find((page) => path === `/${page}`);
  if (plain) return { page: plain };
  const saved = new RegExp(`^/filters/(${ID})$`).exec(path)?.[1] ?? null;
  if (path === '/search' || saved) {
    return { page: 'search', text: asked.get('q') ?? '', order: asked.get('order') ?? 'auto', saved };
  }
  if (path === '/report') return { page: 'report', text: asked.get('q') ?? '' };
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

/** The list, with that task open beside it. */
export const taskPath = (list: string, task: string): string => `/lists/${list}?task=${task}`;

export const filterPath = (id: string): string => `/filters/${id}`;

export const reportPath = (text: string): string => withQuery('/report', { q: text });

export const searchPath = (text: string, order = 'auto'): string =>
  withQuery('/search', { q: text, order: order === 'auto' ? '' : order });

function withQuery(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  return query.size ? `${path}?${query}` : path;
}

export const signInPath = (next: string): string =>
  next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
