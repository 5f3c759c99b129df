/** Why a way to a provider and back ended at a page of ours: the codes of `?error=`, in words. */

const WORDS: Record<string, string> = {
  provider_refused: 'You did not let us know who you are there.',
  provider_failed: 'It could not tell us who you are. Try again in a moment.',
  expired: 'That took too long, or was begun in another browser. Try again.',
  taken:
    'Somebody here has the e-mail address of that account. If it is you: sign in as you are used to, ' +
    'and link the account in your profile.',
  account_taken: 'That account belongs to somebody else here.',
  sign_up_closed: 'New accounts are not open here.',
  not_fresh: 'Prove again who you are, then link the account.',
  bad_credentials: 'With that account nobody can sign in here.',
  too_many_requests: 'That was too often; wait a moment.',
  unavailable: 'The server is busy. Try again in a moment.',
};

/** What `?error=` of this address says, or null. */
export function refusalIn(search: string): string | null {
  const code = new URLSearchParams(search).get('error');
  return code === null ? null : (WORDS[code] ?? 'That did not work. Try again.');
}
