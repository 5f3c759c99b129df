/** Work on a task by somebody; without an end while the timer runs. */
export type Stretch = { user: string; started_at: string; ended_at: string | null };

export type Total = { user: string; seconds: number; running: boolean };

/** How long each has worked, who worked longest first. */
export function totalsOf(stretches: Stretch[], now: Date): Total[] {
  const totals = new Map<string, { ms: number; running: boolean }>();
  for (const { user, started_at, ended_at } of stretches) {
    const total = totals.get(user) ?? { ms: 0, running: false };
    const end = ended_at === null ? now.getTime() : Date.parse(ended_at);
    total.ms += Math.max(0, end - Date.parse(started_at));
    total.running ||= ended_at === null;
    totals.set(user, total);
  }
  return [...totals]
    .map(([user, { ms, running }]) => ({ user, seconds: Math.floor(ms / 1_000), running }))
    .sort((a, b) => b.seconds - a.seconds);
}
