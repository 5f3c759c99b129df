import type { Note } from '../core/audit';
import { call } from '../sync/api';
import { made } from '../sync/passkeys';
import { fresh } from './fresh.svelte';

/** What opens one's account. None of it is in the live stream: it is asked for when somebody looks. */

export type OwnSession = {
  id: string;
  device: string;
  address: string;
  seen_at: string;
  current: boolean;
};
export type Token = {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  expires_at: string | null;
  used_at: string | null;
};
export type Factor = { on_since: string | null; backup_codes: number };
/** `address` is what an app reads from a QR code. */
export type Offer = { secret: string; address: string };
export type Account = { id: string; provider: string; name: string; used_at: string };
export type Passkey = { id: string; name: string; created_at: string; used_at: string | null };
export type NewToken = { name: string; scopes: string[]; expires_at: string | null };

type Notes = { items: Note[]; next: string | null };
type Codes = { backup_codes: string[] };

const get = async <Body>(path: string): Promise<Body> => (await call<Body>({ method: 'GET', path })).body;

export const ownSessions = (): Promise<OwnSession[]> => get('/me/sessions');
export const ownTokens = (): Promise<Token[]> => get('/me/tokens');
export const ownFactor = (): Promise<Factor> => get('/me/second-factor');
export const ownPasskeys = (): Promise<Passkey[]> => get('/me/passkeys');
export const ownAccounts = (): Promise<Account[]> => get('/me/accounts');

/** The newest first; `cursor` is where the page before ended. */
export const ownNotes = (cursor: string | null): Promise<Notes> =>
  get(`/me/audit?${new URLSearchParams({ limit: '10', ...(cursor && { cursor }) })}`);

export async function endSession(id: string): Promise<void> {
  await call({ method: 'DELETE', path: `/me/sessions/${id}` });
}

export async function endOtherSessions(): Promise<void> {
  await call({ method: 'DELETE', path: '/me/sessions' });
}

/** The token's secret, which is shown this once. */
export async function makeToken(body: NewToken): Promise<string> {
  const make = () => call<{ secret: string }>({ method: 'POST', path: '/me/tokens', body });
  return (await fresh.before(make)).body.secret;
}

export async function revokeToken(id: string): Promise<void> {
  await call({ method: 'DELETE', path: `/me/tokens/${id}` });
}

export async function offerFactor(): Promise<Offer> {
  return (await fresh.before(() => call<Offer>({ method: 'POST', path: '/me/second-factor' }))).body;
}

/** The backup codes, which are shown this once. */
export async function turnFactorOn(code: string): Promise<string[]> {
  const turn = () => call<Codes>({ method: 'PUT', path: '/me/second-factor', body: { code } });
  return (await fresh.before(turn)).body.backup_codes;
}

export async function turnFactorOff(code: string): Promise<void> {
  await fresh.before(() => call({ method: 'DELETE', path: '/me/second-factor', body: { code } }));
}

export async function replaceBackupCodes(code: string): Promise<string[]> {
  const path = '/me/second-factor/backup-codes';
  return (await fresh.before(() => call<Codes>({ method: 'POST', path, body: { code } }))).body.backup_codes;
}

export async function unlinkAccount(id: string): Promise<void> {
  await fresh.before(() => call({ method: 'DELETE', path: `/me/accounts/${id}` }));
}

/** Whether the device made one. */
export async function addPasskey(name: string): Promise<boolean> {
  const credential = await fresh.before(made);
  if (!credential) return false;
  await call({ method: 'POST', path: '/me/passkeys', body: { name, credential } });
  return true;
}

export async function renamePasskey(id: string, name: string): Promise<void> {
  await call({ method: 'PUT', path: `/me/passkeys/${id}`, body: { name } });
}

export async function removePasskey(id: string): Promise<void> {
  await fresh.before(() => call({ method: 'DELETE', path: `/me/passkeys/${id}` }));
}

export type NewPassword = { current: string; new: string; code?: string };

export async function changePassword(body: NewPassword): Promise<void> {
  await call({ method: 'PUT', path: '/me/password', body });
}

export async function deleteAccount(): Promise<void> {
  await fresh.before(() => call({ method: 'DELETE', path: '/me', body: {} }));
}
