import { describe, expect, it } from 'vitest';
import type { Issue, Task } from './entries';
import {
  FIELDS,
  found,
  happened,
  isReplayable,
  isSame,
  issueUrl,
  reasonOf,
  repositoryUrl,
  stateOf,
  termsOf,
  USUAL,
  type Mirror,
  type Outcome,
  type Report,
} from './mirrors';

const mirror = (more: Partial<Mirror> = {}): Mirror => ({
  ...USUAL,
  repository_id: 7,
  repository: 'ann/garden',
  linked_by: 'a',
  linked_at: '2026-11-22T10:00:00Z',
  halted: null,
  is_importing: false,
  ...more,
});

const report = (more: Partial<Report> = {}): Report => ({
  id: 'r',
  at: '2026-11-22T10:00:00Z',
  way: 'in',
  event: 'issues',
  action: 'edited',
  outcome: 'changed',
  number: 12,
  task: 't',
  detail: '',
  tries: 1,
  ...more,
});

const issue = (more: Partial<Issue> = {}): Issue => ({
  url: 'https://git.example/ann/garden/issues/12',
  number: 12,
  repository: 'ann/garden',
  state: 'open',
  ...more,
});

describe('terms', () => {
  it('begin as usual, with a way that each field can go', () => {
    expect(FIELDS.map(({ field }) => field)).toEqual(Object.keys(USUAL.directions));
    for (const { field, ways } of FIELDS) expect(ways).toContain(USUAL.directions[field]);
  });

  it('are those of the mirror, but for a section that is gone', () => {
    const terms = { ...USUAL, section: 's' };
    expect(termsOf(mirror(terms), () => true)).toEqual(terms);
    expect(termsOf(mirror(terms), () => false).section).toBeNull();
  });

  it('differ by any part', () => {
    expect(isSame(USUAL, { ...USUAL, directions: { ...USUAL.directions } })).toBe(true);
    expect(isSame(USUAL, { ...USUAL, section: 's' })).toBe(false);
    expect(isSame(USUAL, { ...USUAL, conflicts: 'ours' })).toBe(false);
    expect(isSame(USUAL, { ...USUAL, directions: { ...USUAL.directions, due: 'off' } })).toBe(false);
  });
});

describe('the state of a link', () => {
  it.each([
    [{ halted: 'the repository was deleted', is_importing: true }, 'failed', 'halted'],
    [{ is_importing: true }, 'failed', 'importing'],
    [{}, 'failed', 'troubled'],
    [{}, 'refused', 'troubled'],
    [{}, 'conflict', 'live'],
  ] as [Partial<Mirror>, Outcome, string][])('%j after one that was %s: %s', (more, outcome, state) =>
    expect(stateOf(mirror(more), report({ outcome }))).toBe(state),
  );

  it('is well before anything came', () => expect(stateOf(mirror(), undefined)).toBe('live'));
});

describe('a line of the ledger', () => {
  it.each([
    [{}, 'Issue #12 was edited'],
    [{ action: 'labeled' }, 'Issue #12 got a label'],
    [{ action: 'typed' }, 'Issue #12: issues typed'],
    [{ event: 'repository', action: 'renamed', number: null }, 'The repository was renamed'],
    [{ event: 'installation_target', action: '', number: null }, 'installation target'],
    [{ way: 'out', event: 'issue', action: 'write' }, 'Issue #12 was written to'],
    [{ way: 'out', event: 'issue', action: 'create', number: null }, 'An issue was to be made'],
    [{ event: 'issue', action: 'sweep', number: null }, 'The repository was looked through'],
  ] as [Partial<Report>, string][])('%j: %s', (more, words) => expect(happened(report(more))).toBe(words));

  it.each([
    [{}, ''],
    [{ outcome: 'unchanged' }, 'It was so already: old news, or our own change on its way back.'],
    [{ outcome: 'unchanged', detail: 'older than what is known' }, 'older than what is known'],
    [{ way: 'out', detail: 'name, status' }, 'Name, Completed'],
    [{ way: 'out', outcome: 'failed', detail: 'TimeoutError' }, 'TimeoutError'],
  ] as [Partial<Report>, string][])('%j says besides: %s', (more, words) =>
    expect(reasonOf(report(more))).toBe(words),
  );

  it('can be replayed where somebody sent it, or something can be written', () => {
    expect(isReplayable(report())).toBe(true);
    expect(isReplayable(report({ event: 'issue', action: 'sweep' }))).toBe(false);
    expect(isReplayable(report({ way: 'out', event: 'issue' }))).toBe(true);
    expect(isReplayable(report({ way: 'out', event: 'issue', task: null }))).toBe(false);
  });
});

describe('addresses', () => {
  it('are only those of the web', () => {
    expect(issueUrl(issue())).toBe('https://git.example/ann/garden/issues/12');
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '/issues/1', '']) {
      expect(issueUrl(issue({ url }))).toBeNull();
    }
  });

  it('of a repository are told by its issues', () => {
    const tasks = [null, issue({ repository: 'bob/shed' }), issue()].map((its) => ({ issue: its }) as Task);
    expect(repositoryUrl('ann/garden', tasks)).toBe('https://git.example/ann/garden');
    expect(repositoryUrl('ann/other', tasks)).toBeNull();
  });
});

it('finds repositories by parts of their names and descriptions', () => {
  const repositories = [
    { id: 1, name: 'ann/garden', description: 'Beds and paths', is_private: true },
    { id: 2, name: 'ann/shed', description: '', is_private: false },
  ];
  const named = (text: string) => found(repositories, text).map(({ id }) => id);
  expect(named('')).toEqual([1, 2]);
  expect(named(' ANN  bed')).toEqual([1]);
  expect(named('barn')).toEqual([]);
});
