/** Somebody elsewhere who says who a person is. */
export type Provider = { id: string; name: string };

const PATIENCE_MS = 10_000;

/** None without an answer: the password is still a way in. */
export async function providers(): Promise<Provider[]> {
  try {
    const answer = await fetch('/auth/providers', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? ((await answer.json()) as Provider[]) : [];
  } catch {
    return [];
  }
}

/** Where to go to prove it there, and come back to `next`. */
export const providerPath = (provider: string, next: string): string =>
  `/auth/${provider}/start?next=${encodeURIComponent(next)}`;
