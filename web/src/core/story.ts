import { t } from '../texts';
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
  'task.added': ({ name }) => t.story.added(name()),
  'task.renamed': ({ before, after }) => t.story.renamed(quoted(before.name), quoted(after.name)),
  'task.described': ({ name }) => t.story.described(name()),
  'task.prioritized': ({ name, after }) => t.story.setPriority(name(), String(after.priority)),
  'task.scheduled': ({ name, after, now, locale }) =>
    after.due ? t.story.setDue(name(), dueText(String(after.due), now, locale)) : t.story.tookDue(name()),
  'task.estimated': ({ name, after }) =>
    after.expected === null
      ? t.story.tookExpected(name())
      : t.story.expects(durationText(Number(after.expected)), name()),
  'task.marked': ({ name, after }) =>
    after.unclear ? t.story.markedUnclear(name()) : t.story.markedClear(name()),
  'task.placed': ({ name }) => t.story.moved(name()),
  'task.completed': ({ name }) => t.story.completed(name()),
  'task.reopened': ({ name }) => t.story.reopened(name()),
  'task.deleted': ({ name }) => t.story.deleted(name()),
  'timer.started': ({ name }) => t.story.startedWork(name()),
  'timer.paused': ({ name }) => t.story.paused(name()),
  'time.reset': ({ name }) => t.story.resetTime(name()),
  'task.tagged': ({ name }) => t.story.tagged(name(), name('tag')),
  'task.untagged': ({ name }) => t.story.untagged(name('tag'), name()),
  'task.assigned': ({ name }) => t.story.assigned(name(), name('user')),
  'task.unassigned': ({ name }) => t.story.unassigned(name('user'), name()),
  'task.followed': ({ name }) => t.story.followed(name()),
  'task.unfollowed': ({ name }) => t.story.unfollowed(name()),
};

const OTHERS: Record<string, Line> = {
  'list.created': () => t.story.madeList,
  'list.renamed': ({ before, after }) => t.story.renamedList(quoted(before.name), quoted(after.name)),
  'list.recolored': ({ after }) => t.story.coloredList(String(after.color)),
  'list.described': () => t.story.describedList,
  'list.configured': () => t.story.changedSettings,
  'section.added': ({ name }) => t.story.added(name()),
  'section.renamed': ({ before, after }) => t.story.renamedSection(quoted(before.name), quoted(after.name)),
  'section.placed': ({ name }) => t.story.moved(name()),
  'section.deleted': ({ name }) => t.story.deleted(name()),
  'tag.added': ({ name }) => t.story.added(name()),
  'tag.renamed': ({ before, after }) => t.story.renamedTag(quoted(before.name), quoted(after.name)),
  'tag.recolored': ({ name, after }) => t.story.colored(name(), String(after.color)),
  'tag.deleted': ({ name }) => t.story.deleted(name()),
  'role.added': ({ name }) => t.story.added(name()),
  'role.revised': ({ name }) => t.story.changed(name()),
  'role.deleted': ({ name }) => t.story.deleted(name()),
  'member.added': ({ name }) => t.story.addedToList(name()),
  'member.role_changed': ({ name }) => t.story.changedRole(name()),
  'member.revised': ({ name }) => t.story.changedProfile(name()),
  'member.removed': ({ name }) => t.story.removedFromList(name()),
  'member.left': () => t.story.leftList,
  'mirror.linked': () => t.story.linked,
  'mirror.imported': ({ fact }) => t.story.imported(Number(fact.done), Number(fact.of)),
  'mirror.revised': () => t.story.revisedLink,
  'mirror.unlinked': () => t.story.unlinked,
};

const LINES = { ...TASKS, ...OTHERS };

/** "Bo completed “Milk”": who, and the most telling of the entry's facts. */
export function story(told: Told, nameOf: NameOf, now: Date, locale?: string): { who: string; what: string } {
  const who = told.by ? told.by.name || told.by.username : t.story.somebody;
  const isUndo = told.facts.some(({ type }) => type === 'entry.undone');
  const { telling, others } = principal(told.facts.filter(({ type }) => LINES[type]));
  const line = telling && LINES[telling.type];
  const what = line ? line(aboutOf(telling, told, nameOf, now, locale)) : t.story.changedSomething;
  const more = others > 0 ? t.story.andMore(others) : '';
  return { who, what: isUndo ? t.story.undid(what, more) : `${what}${more}` };
}

/**
 * What was made, done or taken away before what came along with it; a section before the tasks that went with
 * it, a task before the section that was made for it. `others` is how many more are worth a word.
 */
function principal(facts: Fact[]): { telling: Fact | undefined; others: number } {
  const whole = facts.filter(({ type }) => /\.(added|created|completed|deleted|removed|left|linked|unlinked)$/.test(type));
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
    const article = field === noun && ['section', 'tag', 'role'].includes(noun) ? t.story.the(noun) : '';
    const id = String(fact[field]);
    const kind = field === 'user' ? 'member' : field;
    const own = told.changes.find((each) => each.kind === kind && each.id === id);
    const known = nameIn(own?.after) ?? nameIn(own?.before) ?? nameOf(kind, id);
    if (known === undefined) return t.story.some(kind);
    return kind === 'member' ? known : `${article}${quoted(known)}`;
  };
  return { name, before: change?.before ?? {}, after: change?.after ?? {}, now, locale, fact };
}

function nameIn(values: Values | null | undefined): string | undefined {
  if (typeof values?.name === 'string') return values.name;
  const user = values?.user as User | undefined;
  return user && (user.name || user.username);
}
