import { describe, expect, it } from 'vitest';
import { guessName, piecesOf, spansIn, spansOf, type Reading } from './quick';

const NAMES = { tags: ['auth', 'needs review'], people: ['Ann'], sections: ['Sprint 4'] };
const kinds = (text: string) =>
  spansIn(text, NAMES).map(({ kind, start, end, known }) => [kind, text.slice(start, end), known]);

describe('the colours of a line', () => {
  it('are those of everything that looks like a token', () => {
    expect(kinds('Fix login #auth @ann !high ~2h due:fri 17:00 in:"Sprint 4" is:unclear')).toEqual([
      ['tag', '#auth', true],
      ['assignee', '@ann', true],
      ['priority', '!high', true],
      ['expected', '~2h', true],
      ['due', 'due:fri 17:00', true],
      ['section', 'in:"Sprint 4"', true],
      ['unclear', 'is:unclear', true],
    ]);
  });

  it('tell what names nothing', () => {
    expect(kinds('#weekend @bob !soon #"needs review" @me')).toEqual([
      ['tag', '#weekend', false],
      ['assignee', '@bob', false],
      ['priority', '!soon', false],
      ['tag', '#"needs review"', true],
      ['assignee', '@me', true],
    ]);
  });

  it.each(['plain words', 'a#b c@d', 'War and "Peace"', '5 !', '~', 'C# is fine'])('are none in %s', (text) =>
    expect(kinds(text)).toEqual([]),
  );

  it('leave quoted tokens alone', () => {
    expect(kinds('see "#auth" first')).toEqual([['literal', '"#auth"', true]]);
  });
});

it('guesses the name that is left', () => {
  const name = (text: string) => guessName(text, spansIn(text, NAMES));
  expect(name('Fix  #auth login @bob')).toBe('Fix login @bob');
  expect(name('see "#auth" first')).toBe('see #auth first');
  expect(name('#auth')).toBe('');
});

it('takes the places of the server as what they are: code points', () => {
  const text = '😀 #auth x';
  const reading = {
    tokens: [{ kind: 'tag', start: 2, end: 7, text: '#auth', name: 'auth' }],
    unknown: [],
  } as unknown as Reading;
  const pieces = piecesOf(text, spansOf(text, reading));
  expect(pieces.map((piece) => piece.text)).toEqual(['😀 ', '#auth', ' x']);
});
