import type { Refused } from '../../sync/api';

export type Fault = { position: number; message: string };

/** What the server found wrong, at its place in what was typed, which began `before` characters into what was asked. */
export function faultOf(refusal: Refused | null, before = 0): Fault | null {
  if (!refusal) return null;
  const position = Math.max(0, (refusal.position ?? 0) - before);
  return { position, message: refusal.fields.filter ?? refusal.message };
}
