import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggest, type Language, type Names } from './suggest';
import { asValue, quoted, termsOf, without, withTerm } from './terms';

const parts = (text: string) => termsOf(text).map((term) => term.text);

describe('terms', () => {
  it.each([
    ['', []],
    ['#infra @me', ['#infra', '@me']],
    ['due < tomorrow  status:open', ['due < tomorrow', 'status:open']],
    ['priority:high,medium list:"Semester 1"', ['priority:high,medium', 'list:"Semester 1"']],
    ['(a | b) & !c', ['(a | b)', '!c']],
    ['! (a b) c', ['! (a b)', 'c']],
    ['a | b c', ['a | b c']],
    ['"two words" "an \\" and a )"', ['"two words"', '"an \\" and a )"']],
    ['"never closed', ['"never closed']],
    ['due:', ['due:']],
  ])('%j', (text, terms) => expect(parts(text)).toEqual(terms));

  it('are where they say, and none begins or ends with a space', () => {
    const text = fc
      .array(fc.constantFrom(' ', 'a', '"', '(', ')', '&', '|', '!', ':', '<', '\\', 'due', '#'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (text) => {
        for (const term of termsOf(text)) {
          expect(text.slice(term.start, term.end)).toBe(term.text);
          expect(term.text).not.toMatch(/^\s/);
          expect(term.text).not.toBe('');
        }
      }),
    );
  });

  it('are taken away with the sign that joined them', () => {
    const text = '#a & @me & due<friday';
    const [first, second, third] = termsOf(text);
    expect(without(text, first!)).toBe('@me & due<friday');
    expect(without(text, second!)).toBe('#a due<friday');
    expect(without(text, third!)).toBe('#a & @me');
  });

  it('are added at the end', () => {
    expect(withTerm('', '@me')).toBe('@me');
    expect(withTerm('#a ', '@me')).toBe('#a @me');
  });

  it('are quoted where they must be', () => {
    expect(quoted('a "b" \\')).toBe('"a \\"b\\" \\\\"');
    expect(asValue('infra')).toBe('infra');
    expect(asValue('übung_2')).toBe('übung_2');
    expect(asValue('needs review')).toBe('"needs review"');
    expect(asValue('a,b')).toBe('"a,b"');
  });
});

const field = (name: string, kind: string, more: object = {}) => ({
  name,
  kind,
  symbol: '',
  operators: ['=', '!='],
  words: [],
  help: `help of ${name}`,
  examples: [],
  ...more,
});

const LANGUAGE = {
  fields: [
    field('tag', 'name', { symbol: '#' }),
    field('assignee', 'person', { symbol: '@' }),
    field('list', 'name'),
    field('section', 'name'),
    field('priority', 'level', { words: ['low', 'medium', 'high'] }),
    field('due', 'day'),
    field('expected', 'duration'),
  ],
  flags: [
    { key: 'is:overdue', help: 'Late' },
    { key: 'is:running', help: 'Ticks' },
    { key: 'status:open', help: 'Open' },
  ],
  orders: ['auto'],
  examples: {},
} as unknown as Language;

const NAMES: Names = {
  tags: [
    { name: 'infra', color: 'red' },
    { name: 'needs review', color: 'blue' },
  ],
  people: [{ username: 'ann', name: 'Annette', color: 'pink' }],
  lists: [{ name: 'Semester 1', color: 'cyan' }],
  sections: ['Backlog'],
};

const offered = (text: string) =>
  suggest(text, text.length, LANGUAGE, NAMES).choices.map((choice) => choice.text);

describe('suggestions', () => {
  it.each([
    ['#', ['#infra', '#"needs review"']],
    ['#infra,ne', ['#infra,"needs review"']],
    ['@an', ['@ann']],
    ['@Annet', ['@ann']],
    ['list:s', ['list:"Semester 1"']],
    ['a b priority:hi', ['priority:high']],
    ['priority:low,', ['priority:low,low', 'priority:low,medium', 'priority:low,high']],
    ['due<=to', ['due<=today', 'due<=tomorrow']],
    ['is:', ['is:overdue', 'is:running']],
    ['!is:r', ['is:running']],
    ['over', ['is:overdue']],
    ['infr', ['#infra']],
    ['prio', ['priority:']],
    ['nothing at all xyz', []],
  ])('%j', (text, choices) => expect(offered(text)).toEqual(choices));

  it('replace only the word at the caret', () => {
    const { start, end } = suggest('a @an c', 5, LANGUAGE, NAMES);
    expect([start, end]).toEqual([2, 5]);
    const negated = suggest('!#in', 4, LANGUAGE, NAMES);
    expect([negated.start, negated.end]).toEqual([1, 4]);
  });

  it('show the language to who has typed nothing', () => {
    expect(offered('')).toContain('is:overdue');
    expect(offered('')).toContain('#');
  });
});
