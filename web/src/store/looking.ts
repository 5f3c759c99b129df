import { newId } from '../core/ids';
import { call, type Method } from '../sync/api';
import type { OpenList } from './list.svelte';
import { session } from './session.svelte';

/** A tab counts for 60 s: of three times that it says so, one may be lost. */
const RENEW_MS = 25_000;

const tab = newId();

/** In the order in which it happened: an end that overtakes its beginning would leave a face behind for a minute. */
let said: Promise<unknown> = Promise.resolve();

/**
 * This tab has the list in sight, for as long as it is to be seen itself, until what this returns is called. The
 * server tells the others who have the list open.
 */
export function lookAt(list: OpenList): () => void {
  let renewing: ReturnType<typeof setInterval> | undefined;

  const say = (method: Method) => {
    said = said.then(() => {
      // Who has signed out, or lost the list, is taken away by the server itself.
      if (!session.me || list.state === 'missing') return undefined;
      // A tab that is being closed lives no longer than this call.
      const spoken = call({ method, path: `/lists/${list.id}/lookers/${tab}`, keepalive: true });
      return spoken.catch(() => undefined);
    });
  };
  const look = () => {
    if (document.hidden || renewing !== undefined) return;
    say('PUT');
    renewing = setInterval(() => say('PUT'), RENEW_MS);
  };
  const lookAway = () => {
    if (renewing === undefined) return;
    clearInterval(renewing);
    renewing = undefined;
    say('DELETE');
  };
  const turn = () => (document.hidden ? lookAway() : look());

  look();
  document.addEventListener('visibilitychange', turn);
  addEventListener('pagehide', lookAway);
  addEventListener('pageshow', look);
  return () => {
    lookAway();
    document.removeEventListener('visibilitychange', turn);
    removeEventListener('pagehide', lookAway);
    removeEventListener('pageshow', look);
  };
}
