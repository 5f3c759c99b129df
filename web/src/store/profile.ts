import type { Color } from '../core/entries';
import { newId } from '../core/ids';
import { call } from '../sync/api';
import { t } from '../texts/profile';
import { fresh } from './fresh.svelte';
import { notices } from './notices.svelte';
import { undoOwn } from './own';
import { session, type Me } from './session.svelte';

export type ProfileEdit = Partial<{
  username: string;
  email: string;
  color: Color;
  timezone: string | null;
  locale: string | null;
}>;

export async function editProfile(body: ProfileEdit): Promise<void> {
  const change = () => call<Me>({ method: 'PATCH', path: '/me', body, key: newId() });
  const { body: me, reached } = await fresh.before(change);
  session.me = me;
  if (reached.me !== undefined) notices.toast(t.changed, undoOwn(reached));
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All that this browser knows; "UTC" is missing from its list. */
export const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
