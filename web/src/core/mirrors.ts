import { t } from '../texts';
import type { Issue, Task } from './entries';

/** A mirror is a list that follows a repository. `in` is from the repository to the list. */
export type Way = 'in' | 'out' | 'both' | 'off';
export type Rule = 'newest' | 'ours' | 'theirs';
export type Field = 'tasks' | 'name' | 'description' | 'status' | 'tags' | 'assignees' | 'due';
export type Directions = Record<Field, Way>;

export type Repository = { id: number; name: string; description: string; is_private: boolean };

/** How a list follows. `section` is where new tasks go, null for the first one. */
export type Terms = { section: string | null; directions: Directions; conflicts: Rule };

export type Mirror = Terms & {
  repository_id: number;
  repository: string;
  linked_by: string;
  linked_at: string;
  /** In words why nothing comes or goes. */
  halted: string | null;
  is_importing: boolean;
};

export type Outcome = 'made' | 'changed' | 'unchanged' | 'ignored' | 'conflict' | 'refused' | 'failed';

/** A line of the ledger; `number` is the issue's. */
export type Report = {
  id: string;
  at: string;
  way: 'in' | 'out';
  event: string;
  action: string;
  outcome: Outcome;
  number: number | null;
  task: string | null;
  detail: string;
  tries: number;
};

const ALL: Way[] = ['both', 'in', 'out', 'off'];
const INWARD: Way[] = ['in', 'off'];

/** A day is no milestone, and who is a member here need not be one there: these are never written. */
export const FIELDS: { field: Field; ways: Way[] }[] = [
  { field: 'tasks', ways: ALL },
  { field: 'name', ways: ALL },
  { field: 'description', ways: ALL },
  { field: 'status', ways: ALL },
  { field: 'tags', ways: ALL },
  { field: 'assignees', ways: INWARD },
  { field: 'due', ways: INWARD },
];

export const RULES: Rule[] = ['newest', 'ours', 'theirs'];

/** What somebody who links a list finds chosen. */
export const USUAL: Terms = {
  section: null,
  directions: {
    tasks: 'in',
    name: 'both',
    description: 'both',
    status: 'both',
    tags: 'both',
    assignees: 'in',
    due: 'in',
  },
  conflicts: 'newest',
};

/** A section that is gone is the first one. */
export function termsOf(mirror: Mirror, hasSection: (id: string) => boolean): Terms {
  const { section, directions, conflicts } = mirror;
  return { section: section && hasSection(section) ? section : null, directions, conflicts };
}

export const isSame = (one: Terms, other: Terms): boolean =>
  one.section === other.section &&
  one.conflicts === other.conflicts &&
  FIELDS.every(({ field }) => one.directions[field] === other.directions[field]);

export type State = 'live' | 'importing' | 'halted' | 'troubled';

/** `last` is the newest line of the ledger. */
export function stateOf(mirror: Mirror, last: Report | undefined): State {
  if (mirror.halted !== null) return 'halted';
  if (mirror.is_importing) return 'importing';
  return last && isTrouble(last.outcome) ? 'troubled' : 'live';
}

export const isTrouble = (outcome: Outcome): boolean => outcome === 'failed' || outcome === 'refused';

/** "Issue #12 was closed"; what has no words is said as GitHub says it. */
export function happened({ event, action, number }: Report): string {
  const issue = number === null ? '' : t.github.issue(number);
  const words = (t.github.events as Record<string, (issue: string) => string>)[`${event}.${action}`];
  if (words) return words(issue);
  return [issue, [event, action].filter(Boolean).join(' ').replaceAll('_', ' ')].filter(Boolean).join(': ');
}

/** What is to be said about it besides: which fields were written, both values of a conflict, or why nothing came of it. */
export function reasonOf({ way, outcome, detail }: Report): string {
  if (way === 'out' && (outcome === 'changed' || outcome === 'made')) return fieldsIn(detail);
  return detail || t.github.meanings[outcome];
}

const fieldsIn = (detail: string): string =>
  detail
    .split(', ')
    .map((field) => t.github.fields[field as Field] ?? field)
    .join(', ');

/** What nobody sent cannot be sent again: a look of our own, or an issue of which there is no task. */
export const isReplayable = ({ way, event, task }: Report): boolean =>
  way === 'in' ? event !== 'issue' : task !== null;

/** Where the repository is, which only its issues tell: it may be a GitHub of somebody's own. */
export function repositoryUrl(repository: string, tasks: Iterable<Task>): string | null {
  for (const { issue } of tasks) {
    if (issue?.repository !== repository) continue;
    const address = issueUrl(issue)?.replace(/\/issues\/\d+$/, '');
    if (address) return address;
  }
  return null;
}

/** An address that may stand in a link; what somebody else's server sends is not one by itself. */
export function issueUrl({ url }: Issue): string | null {
  try {
    return /^https?:$/.test(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** Those with every word of `text` in their name or description. */
export function found(repositories: Repository[], text: string): Repository[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return repositories.filter(({ name, description }) => {
    const whole = fold(`${name} ${description}`);
    return words.every((word) => whole.includes(word));
  });
}
