/** Somebody elsewhere who says who a person is. */
export type Provider = { id: string; name: string };

const PATIENCE_MS = 10_000;

/** The ways in that there are, besides passkeys. */
export type Ways = { hasPasswords: boolean; providers: Provider[] };

/** Without an answer the password is tried: that will say what is wrong. */
export async function waysIn(): Promise<Ways> {
  try {
    const answer = await fetch('/auth/providers', { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return { hasPasswords: true, providers: [] };
    const hasPasswords = answer.headers.get('Tasktix-Passwords') !== 'off';
    return { hasPasswords, providers: (await answer.json()) as Provider[] };
  } catch {
    return { hasPasswords: true, providers: [] };
  }
}

export const providers = async (): Promise<Provider[]> => (await waysIn()).providers;

/** Where to go to prove it there, and come back to `next`. */
export const providerPath = (provider: string, next: string): string =>
  `/auth/${provider}/start?next=${encodeURIComponent(next)}`;
