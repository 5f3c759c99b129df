const REMEMBERED = 'reloaded-for';

/**
 * Loads the page anew if the server has another one by now; false if not. Once for each version: behind servers
 * that do not agree about theirs it would else never end.
 */
export async function reloadIfOutdated(): Promise<boolean> {
  const named = await partOfServer();
  const running = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src;
  if (named === undefined || new URL(named, location.origin).href === running) return false;
  try {
    if (sessionStorage.getItem(REMEMBERED) === named) return false;
    sessionStorage.setItem(REMEMBERED, named);
  } catch {
    return false;
  }
  location.reload();
  return true;
}

/** The first part of the page as the server has it now. What answers may be a proxy's error page, which names none. */
async function partOfServer(): Promise<string | undefined> {
  try {
    const page = await (await fetch('/', { cache: 'no-cache' })).text();
    return /src="(\/assets\/index-[^"]+\.js)"/.exec(page)?.[1];
  } catch {
    return undefined;
  }
}
