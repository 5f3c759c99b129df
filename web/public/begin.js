// Runs before the first paint: a choice read later would flash the other theme.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused in some private windows; the system's theme stands.
}

// What the page asks for first is asked for while its scripts travel; src/sync/early.ts takes the answers. Each has a
// position of its own in the stream, so it does not matter which the server gives first.
globalThis.early = new Map();
const list = /^\/lists\/[0-9A-Za-z]{16}$/.exec(location.pathname);
for (const path of ['/session', ...(list ?? [])]) {
  const headers = { Accept: 'application/json' };
  const response = fetch('/api/v1' + path, { headers, signal: AbortSignal.timeout(20_000) });
  // Whoever takes it hears of it; that nobody does is no error of the page.
  response.catch(() => undefined);
  globalThis.early.set('/api/v1' + path, { asked: Date.now(), response });
}
