import { t } from '../texts/auth';

/** Why a way to a provider and back ended at a page of ours: what `?error=` of this address says, or null. */
export function refusalIn(search: string): string | null {
  const code = new URLSearchParams(search).get('error');
  return code === null ? null : ((t.refusals as Record<string, string>)[code] ?? t.refusedElse);
}
