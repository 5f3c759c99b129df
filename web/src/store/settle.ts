import { t } from '../texts';
import type { Clash } from './changes.svelte';
import { workspace } from './workspace.svelte';

/**
 * `mine` are the fields that are written over what somebody else made of them. What did not clash was not
 * written either, as one edit is done or not done: it goes along.
 */
export function settle(clash: Clash, mine: string[]): void {
  workspace.changes.settle(clash);
  const { command, conflicts } = clash;
  const body = Object.fromEntries(
    Object.entries(command.body ?? {}).filter(([field]) => !conflicts[field] || mine.includes(field)),
  );
  if (!Object.keys(body).length) return;
  const changes = command.changes.map((change) => ('set' in change ? { ...change, set: body } : change));
  // Decided by somebody who has seen both: whoever comes later is asked in their turn.
  const again = { ...command, body, changes };
  delete again.seen;
  workspace.run(again, t.did.keptMine);
}
