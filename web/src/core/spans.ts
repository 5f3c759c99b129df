/** Spans of time, in whole seconds. */

/** What a task has taken by now, a running timer included. */
export function spentBy(task: { elapsed: number; timer_started_at: string | null }, now: Date): number {
  if (!task.timer_started_at) return task.elapsed;
  return task.elapsed + Math.max(0, Math.floor((now.getTime() - Date.parse(task.timer_started_at)) / 1_000));
}

/** "45 s", "20 min", "1 h 30 min". */
export function spanText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!whole) return `${rest} min`;
  return rest ? `${whole} h ${rest} min` : `${whole} h`;
}

/** "90m", "1h30m", "1.5h", "2:15", or minutes; null for what is no span. */
export function spanFrom(text: string): number | null {
  const plain = text.trim().toLowerCase().replaceAll(' ', '').replace(',', '.');
  const clock = /^(\d+):([0-5]\d)$/.exec(plain);
  if (clock) return Number(clock[1]) * 3_600 + Number(clock[2]) * 60;
  const parts = /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)(?:m|min)?)?$/.exec(plain);
  if (!plain || !parts) return null;
  const seconds = Number(parts[1] ?? 0) * 3_600 + Number(parts[2] ?? 0) * 60;
  return seconds > 0 ? Math.round(seconds) : null;
}
