/** What happened to one's account. `kind` is the name of a fact, or of a failure that came of nothing. */
export type Note = {
  id: string;
  at: string;
  kind: string;
  by: string | null;
  about: string | null;
  address: string;
  device: string;
};

const WORDS: Record<string, string> = {
  'user.signed_up': 'Signed up',
  'user.revised': 'Changed the profile',
  'user.disabled': 'The operator shut you out',
  'user.enabled': 'The operator let you in again',
  'password.changed': 'Changed the password',
  'session.started': 'Signed in',
  'session.renewed': 'Proved again who you are',
  'session.ended': 'Signed out',
  'token.made': 'Made an API token',
  'token.revoked': 'Revoked an API token',
  'second_factor.on': 'Turned the second factor on',
  'second_factor.off': 'Turned the second factor off',
  'backup_code.used': 'Used a backup code',
  'backup_codes.made': 'Made new backup codes',
  'account.linked': 'Linked an account',
  'account.unlinked': 'Unlinked an account',
  'passkey.added': 'Added a passkey',
  'passkey.removed': 'Removed a passkey',
  'sign_in.failed': 'Somebody failed to sign in',
  'proof.failed': 'A wrong password or code, while signed in',
};

/** In words; `listName` is what a list is called, if one is in it still. */
export function noteWords({ kind, about }: Note, listName: (id: string) => string | undefined): string {
  if (kind === 'membership.changed') {
    const name = about ? listName(about) : undefined;
    return name ? `Your role in “${name}” was changed` : 'Your role in a list was changed';
  }
  return WORDS[kind] ?? kind;
}

/** What its owner should look at twice. */
export const isAlarming = ({ kind }: Note): boolean => kind.endsWith('.failed');
