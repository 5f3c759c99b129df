import { t } from '../texts/auth';
import { lookup } from './lookup';

/** Why a way to a provider and back ended at a page of ours: what `?error=` of this address says, or null. */
export function refusalIn(search: string): string | null {
  const code = new URLSearchParams(search).get('error');
  return code === null ? null : (lookup<string>(t.refusals, code) ?? t.refusedElse);
}
