import { t } from '../texts';
import { call } from './api';

/** Passkeys: the server's options go to a device, and what the device makes of them comes back. */

type Options = { options: unknown };

/** The browser knows them, and is at a site that may have some: no address of numbers, and https but for localhost. */
export const hasPasskeys = (): boolean =>
  isSecureContext &&
  typeof PublicKeyCredential !== 'undefined' &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  !/^[\d.]+$|:/.test(location.hostname);

/** What somebody else's device cannot make. Undefined where its owner did not want to. */
export async function made(): Promise<unknown> {
  const { body } = await call<Options>({ method: 'POST', path: '/me/passkey-options' });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    body.options as PublicKeyCredentialCreationOptionsJSON,
  );
  return brought(() => navigator.credentials.create({ publicKey }));
}

export async function shown(): Promise<unknown> {
  const { body } = await call<Options>({ method: 'POST', path: '/session/passkey-options' });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    body.options as PublicKeyCredentialRequestOptionsJSON,
  );
  return brought(() => navigator.credentials.get({ publicKey }));
}

async function brought(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask();
    return credential ? (credential as PublicKeyCredential).toJSON() : undefined;
  } catch (error) {
    const name = (error as Error).name;
    if (name === 'NotAllowedError' || name === 'AbortError') return undefined;
    if (name === 'InvalidStateError') throw new Error(t.did.hasPasskey);
    throw new Error(t.did.gaveNoPasskey);
  }
}
