import type { Command } from './commands';
import type { Task } from './entries';

/** Commands: completion, the timer, the time. `now` is the server's: its clock counts. */

export const isRunning = (task: Task): boolean => task.timer_started_at !== null;

/** Whole seconds of work, a running timer included. */
export function elapsedAt(task: Task, now: Date): number {
  if (task.timer_started_at === null) return task.elapsed;
  const running = now.getTime() - Date.parse(task.timer_started_at);
  return task.elapsed + Math.max(0, Math.floor(running / 1_000));
}

const stopped = (task: Task, now: Date): Partial<Task> =>
  isRunning(task) ? { elapsed: elapsedAt(task, now), timer_started_at: null } : {};

export const completeTask = (list: string, task: Task, now: Date): Command => ({
  list,
  method: 'PUT',
  path: `/lists/${list}/tasks/${task.id}/completion`,
  changes: [
    {
      kind: 'task',
      id: task.id,
      set: { status: 'completed', completed_at: now.toISOString(), ...stopped(task, now) },
    },
  ],
});

export const reopenTask = (list: string, task: Task): Command => ({
  list,
  method: 'DELETE',
  path: `/lists/${list}/tasks/${task.id}/completion`,
  changes: [
    {
      kind: 'task',
      id: task.id,
      set: { status: task.elapsed ? 'paused' : 'unstarted', completed_at: null },
    },
  ],
});

export const startTimer = (list: string, id: string, now: Date): Command => ({
  list,
  method: 'PUT',
  path: `/lists/${list}/tasks/${id}/timer`,
  changes: [
    {
      kind: 'task',
      id,
      set: { status: 'in_progress', timer_started_at: now.toISOString() },
    },
  ],
});

export const pauseTimer = (list: string, task: Task, now: Date): Command => ({
  list,
  method: 'DELETE',
  path: `/lists/${list}/tasks/${task.id}/timer`,
  changes: [{ kind: 'task', id: task.id, set: { status: 'paused', ...stopped(task, now) } }],
});

export const resetTime = (list: string, task: Task): Command => ({
  list,
  method: 'DELETE',
  path: `/lists/${list}/tasks/${task.id}/time`,
  changes: [
    {
      kind: 'task',
      id: task.id,
      set: {
        elapsed: 0,
        timer_started_at: null,
        ...(task.status !== 'completed' && { status: 'unstarted' }),
      },
    },
  ],
});
