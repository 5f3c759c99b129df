import { routeOf } from '../core/paths';

class Router {
  route = $state.raw(routeOf(new URL(location.href)));

  constructor() {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (click) => this.#follow(click));
  }

  go(path: string, { replace = false } = {}): void {
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    this.#read();
    if (!replace) scrollTo(0, 0);
  }

  #read(): void {
    this.route = routeOf(new URL(location.href));
  }

  #follow(click: MouseEvent): void {
    const link = (click.target as Element).closest?.('a');
    const isPlain = click.button === 0 && !(click.metaKey || click.ctrlKey || click.shiftKey || click.altKey);
    if (!link || !isPlain || click.defaultPrevented || link.target || link.origin !== location.origin) return;
    // A link to a place on this page, such as "Skip to tasks", is the browser's own business.
    if (link.hash && link.pathname === location.pathname) return;
    // Documents of the server, which are no part of the page.
    if (/^\/(api|auth)\//.test(link.pathname)) return;
    click.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();
