import type { Positions } from '../core/backlog';
import { newId } from '../core/ids';
import { call } from '../sync/api';
import { t } from '../texts';
import { notices, type Action } from './notices.svelte';

/** Takes back a change of one's own matters, the profile or a saved filter. */
export function undoOwn(reached: Positions): Action | undefined {
  const position = reached.me;
  if (position === undefined) return undefined;
  return {
    label: t.did.undo,
    run: () =>
      void call({ method: 'POST', path: '/me/undo', body: { position }, key: newId() }).then(
        () => notices.say(t.did.undone),
        (error: Error) => notices.toast(error.message),
      ),
  };
}
