import { dueText } from './due';
import { durationText } from './durations';
import type { Fact, User } from './entries';

/** An entry as the history tells it: null `before` for what was made, null `after` for what was deleted. */
export type Told = {
  position: number;
  at: string;
  actor: { user: string | null; via: string };
  by: User | null;
  key: string | null;
  facts: Fact[];
  changes: { kind: string; id: string; before: Values | null; after: Values | null }[];
};
type Values = Record<string, unknown>;

/** What names there are now, for things that the entry itself does not name; undefined for what is gone. */
export type NameOf = (kind: string, id: string) => string | undefined;

type Line = (about: About) => string;
type About = {
  name: (field?: string) => string;
  before: Values;
  after: Values;
  now: Date;
  locale: string | undefined;
  fact: Fact;
};

const quoted = (name: unknown): string => `“${String(name)}”`;

const TASKS: Record<string, Line> = {
  'task.added': ({ name }) => `added ${name()}`,
  'task.renamed': ({ before, after }) => `renamed ${quoted(before.name)} to ${quoted(after.name)}`,
  'task.described': ({ name }) => `described ${name()}`,
  'task.prioritized': ({ name, after }) => `set the priority of ${name()} to ${String(after.priority)}`,
  'task.scheduled': ({ name, after, now, locale }) =>
    after.due
      ? `set ${name()} due ${dueText(String(after.due), now, locale)}`
      : `took the due date off ${name()}`,
  'task.estimated': ({ name, after }) =>
    after.expected === null
      ? `took the expected time off ${name()}`
      : `expects ${durationText(Number(after.expected))} for ${name()}`,
  'task.marked': ({ name, after }) => `marked ${name()} as ${after.unclear ? 'unclear' : 'clear'}`,
  'task.placed': ({ name }) => `moved ${name()}`,
  'task.completed': ({ name }) => `completed ${name()}`,
  'task.reopened': ({ name }) => `reopened ${name()}`,
  'task.deleted': ({ name }) => `deleted ${name()}`,
  'timer.started': ({ name }) => `started working on ${name()}`,
  'timer.paused': ({ name }) => `paused ${name()}`,
  'time.reset': ({ name }) => `reset the time of ${name()}`,
  'task.tagged': ({ name }) => `tagged ${name()} with ${name('tag')}`,
  'task.untagged': ({ name }) => `took the tag ${name('tag')} off ${name()}`,
  'task.assigned': ({ name }) => `assigned ${name()} to ${name('user')}`,
  'task.unassigned': ({ name }) => `took ${name('user')} off ${name()}`,
};

const OTHERS: Record<string, Line> = {
  'list.created': () => 'made this list',
  'list.renamed': ({ before, after }) => `renamed the list ${quoted(before.name)} to ${quoted(after.name)}`,
  'list.recolored': ({ after }) => `made the list ${String(after.color)}`,
  'list.described': () => 'described the list',
  'list.configured': () => 'changed the settings of the list',
  'section.added': ({ name }) => `added ${name()}`,
  'section.renamed': ({ before, after }) =>
    `renamed the section ${quoted(before.name)} to ${quoted(after.name)}`,
  'section.placed': ({ name }) => `moved ${name()}`,
  'section.deleted': ({ name }) => `deleted ${name()}`,
  'tag.added': ({ name }) => `added ${name()}`,
  'tag.renamed': ({ before, after }) => `renamed the tag ${quoted(before.name)} to ${quoted(after.name)}`,
  'tag.recolored': ({ name, after }) => `made ${name()} ${String(after.color)}`,
  'tag.deleted': ({ name }) => `deleted ${name()}`,
  'role.added': ({ name }) => `added ${name()}`,
  'role.revised': ({ name }) => `changed ${name()}`,
  'role.deleted': ({ name }) => `deleted ${name()}`,
  'member.added': ({ name }) => `added ${name()} to the list`,
  'member.role_changed': ({ name }) => `changed the role of ${name()}`,
  'member.revised': ({ name }) => `changed the profile of ${name()}`,
  'member.removed': ({ name }) => `removed ${name()} from the list`,
  'member.left': () => 'left the list',
};

const LINES = { ...TASKS, ...OTHERS };

/** "Bo completed “Milk”": who, and the most telling of the entry's facts. */
export function story(told: Told, nameOf: NameOf, now: Date, locale?: string): { who: string; what: string } {
  const who = told.by ? told.by.name || told.by.username : 'Somebody';
  const isUndo = told.facts.some(({ type }) => type === 'entry.undone');
  const { telling, others } = principal(told.facts.filter(({ type }) => LINES[type]));
  const line = telling && LINES[telling.type];
  const what = line ? line(aboutOf(telling, told, nameOf, now, locale)) : 'changed something';
  const more = others > 0 ? ` and ${others} more` : '';
  return { who, what: isUndo ? `undid a change: ${what}${more}` : `${what}${more}` };
}

/**
 * What was made, done or taken away before what came along with it; a section before the tasks that went with
 * it, a task before the section that was made for it. `others` is how many more are worth a word.
 */
function principal(facts: Fact[]): { telling: Fact | undefined; others: number } {
  const whole = facts.filter(({ type }) => /\.(added|created|completed|deleted|removed|left)$/.test(type));
  const telling =
    whole.find(({ type }) => type === 'task.added') ??
    whole.find(({ type }) => !type.startsWith('task.')) ??
    whole[0] ??
    facts[0];
  const alike = whole.length ? whole.filter(({ type }) => type.endsWith('.deleted')) : facts;
  return { telling, others: alike.filter((fact) => fact !== telling).length };
}

function aboutOf(fact: Fact, told: Told, nameOf: NameOf, now: Date, locale?: string): About {
  // "timer.paused" and "time.reset" are about a task as well.
  const noun = 'task' in fact ? 'task' : fact.type.split('.')[0]!;
  const change = told.changes.find(({ kind, id }) => kind === noun && id === fact[noun]);
  const name = (field = noun) => {
    const article = field === noun && ['section', 'tag', 'role'].includes(noun) ? `the ${noun} ` : '';
    const id = String(fact[field]);
    const kind = field === 'user' ? 'member' : field;
    const own = told.changes.find((each) => each.kind === kind && each.id === id);
    const known = nameIn(own?.after) ?? nameIn(own?.before) ?? nameOf(kind, id);
    if (known === undefined) return `a ${kind}`;
    return kind === 'member' ? known : `${article}${quoted(known)}`;
  };
  return { name, before: change?.before ?? {}, after: change?.after ?? {}, now, locale, fact };
}

function nameIn(values: Values | null | undefined): string | undefined {
  if (typeof values?.name === 'string') return values.name;
  const user = values?.user as User | undefined;
  return user && (user.name || user.username);
}
