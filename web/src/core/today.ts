import { isDay } from './due';
import { dateFormat } from './formats';
import type { FoundTask } from './found';

export type Group = 'overdue' | 'dueToday' | 'running' | 'highPriority';

const GROUPS: Group[] = ['overdue', 'dueToday', 'running', 'highPriority'];

/** The calendar day in a time zone: the server decides by the profile's, not by this browser's. */
export function dayIn(zone: string, moment: Date): string {
  const parts = dateFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(moment);
  const part = (name: string) => parts.find(({ type }) => type === name)!.value;
  return `${part('year')}-${part('month')}-${part('day')}`;
}

function groupOf({ due, timer_started_at }: FoundTask, now: Date, today: string, zone: string): Group {
  if (due !== null) {
    const moment = new Date(due);
    if (isDay(due) ? due < today : moment < now) return 'overdue';
    if ((isDay(due) ? due : dayIn(zone, moment)) === today) return 'dueToday';
  }
  return timer_started_at ? 'running' : 'highPriority';
}

/** The server's answer under headings, in the server's order; no heading without a task. */
export function grouped(tasks: FoundTask[], now: Date, zone: string): { group: Group; tasks: FoundTask[] }[] {
  const today = dayIn(zone, now);
  const groups = GROUPS.map((group) => ({ group, tasks: [] as FoundTask[] }));
  for (const task of tasks) {
    const name = groupOf(task, now, today, zone);
    groups.find(({ group }) => group === name)!.tasks.push(task);
  }
  return groups.filter(({ tasks }) => tasks.length > 0);
}
