import type { Told } from '../core/story';
import type { Stretch } from '../core/stretches';
import { call } from '../sync/api';

/** What is asked for only when somebody looks: it is no part of a snapshot. Undefined without an answer. */

export type HistoryPage = { items: Told[]; next: string | null };

export async function timeOfTask(list: string, task: string): Promise<Stretch[] | undefined> {
  const path = `/lists/${list}/tasks/${task}/time`;
  const reply = await call<Stretch[]>({ method: 'GET', path }).catch(() => undefined);
  return reply?.body;
}

export async function historyOf(
  list: string,
  { task, cursor }: { task?: string | undefined; cursor?: string | undefined },
): Promise<HistoryPage | undefined> {
  const query = new URLSearchParams({ limit: '30', ...(task && { task }), ...(cursor && { cursor }) });
  const path = `/lists/${list}/history?${query}`;
  const reply = await call<HistoryPage>({ method: 'GET', path }).catch(() => undefined);
  return reply?.body;
}
