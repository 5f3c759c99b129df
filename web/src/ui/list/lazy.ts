/** Parts of the page that are not needed to see a list: fetched when it stands, and then there without a network. */

export const board = () => import('./Board.svelte');
export const settings = () => import('./ListSettings.svelte');
export const filter = () => import('../search/ListFilter.svelte');
export const members = () => import('../people/MembersDialog.svelte');
export const github = () => import('../github/GitHubDialog.svelte');
export const clashDialog = () => import('./ClashDialog.svelte');
export const historyPanel = () => import('../task/HistoryPanel.svelte');
export const taskPanel = () => import('../task/TaskPanel.svelte');
export const markdown = () => import('../task/markdown');

let fetched = false;

export function fetchAll(): void {
  if (fetched) return;
  fetched = true;
  const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_000));
  const parts = [taskPanel, board, filter, settings, members, github, clashDialog, historyPanel, markdown];
  // One at a time: together they would keep a slow machine from answering a key.
  const fetchNext = () => {
    // Asked for again when it is needed, and then missed in its place.
    parts
      .shift()?.()
      .catch(() => (fetched = false));
    if (parts.length) idle(fetchNext);
  };
  idle(fetchNext);
}
