/** The words of the wire: what a snapshot holds, and what an entry of the log says has changed. */

export type Color =
  'pink' | 'red' | 'orange' | 'amber' | 'yellow' | 'lime' | 'green' | 'emerald' | 'cyan' | 'blue' | 'violet';

export const COLORS: Color[] = [
  'pink',
  'red',
  'orange',
  'amber',
  'yellow',
  'lime',
  'green',
  'emerald',
  'cyan',
  'blue',
  'violet',
];

export type Priority = 'low' | 'medium' | 'high';
export type Status = 'unstarted' | 'in_progress' | 'paused' | 'completed';

export type User = { id: string; username: string; name: string; color: Color; avatar_url: string | null };

export type List = {
  id: string;
  name: string;
  color: Color;
  description: string;
  has_due_dates: boolean;
  has_time_tracking: boolean;
  auto_order: boolean;
  version: number;
};

export type Section = { id: string; name: string; rank: string; version: number };

/** Of a tracker elsewhere, as it was last heard of. `repository` is its full name. */
export type Issue = { url: string; number: number; repository: string; state: string };

export type Task = {
  id: string;
  section: string;
  name: string;
  description: string;
  status: Status;
  priority: Priority;
  unclear: boolean;
  due: string | null;
  /** Whole seconds, as `elapsed`; while the timer runs, what has passed since its start comes on top. */
  expected: number | null;
  elapsed: number;
  timer_started_at: string | null;
  created_at: string;
  completed_at: string | null;
  tags: string[];
  assignees: string[];
  issue: Issue | null;
  rank: string;
  version: number;
};

export type Tag = { id: string; name: string; color: Color; version: number };
export type Member = { id: string; user: User; role: string };
export type Role = { id: string; name: string; description: string; permissions: string[] };

export type Rows = { list: List; section: Section; task: Task; tag: Tag; member: Member; role: Role };
export type Kind = keyof Rows;
export const KINDS: Kind[] = ['list', 'section', 'task', 'tag', 'member', 'role'];

export type Change =
  { kind: string; id: string; set: Record<string, unknown> } | { kind: string; id: string; gone: true };

/**
 * A change as it is expected: it may also put an id into a set, or take one out. Said as the whole set, it
 * would hide what others put there meanwhile.
 */
export type Expected =
  Change | { kind: string; id: string; put: SetMember } | { kind: string; id: string; take: SetMember };

type SetMember = { field: 'tags' | 'assignees'; member: string };

export type Fact = { type: string; [field: string]: unknown };

export type Entry = {
  audience: string;
  position: number;
  at: string;
  actor: { user: string | null; via: string };
  key: string | null;
  facts: Fact[];
  changes: Change[];
};

export type Snapshot = {
  list: List;
  sections: Section[];
  tasks: Task[];
  tags: Tag[];
  members: Member[];
  roles: Role[];
  position: number;
};

/** A line of the sidebar; `position` is where the list's log stood. */
export type ListSummary = {
  id: string;
  name: string;
  color: Color;
  open_tasks: number;
  role: string;
  position: number;
};

/**
 * A whole row names its own id; a part of one does not. A part of a row that is gone changes nothing:
 * else an edit on its way while somebody deletes the task would bring half of it back.
 */
export function applyChange(row: object | undefined, change: Expected): object | undefined {
  if ('gone' in change) return undefined;
  if ('put' in change)
    return row && { ...row, [change.put.field]: [...without(row, change.put), change.put.member] };
  if ('take' in change) return row && { ...row, [change.take.field]: without(row, change.take) };
  if (row) return { ...row, ...change.set };
  return 'id' in change.set ? change.set : undefined;
}

const without = (row: object, { field, member }: SetMember): string[] =>
  ((row as Record<string, string[] | undefined>)[field] ?? []).filter((each) => each !== member);
