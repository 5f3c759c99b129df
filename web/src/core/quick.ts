import { fold } from './labels';

/**
 * Where the parts of a quick-add line are, so that they can be coloured while somebody types. What they mean
 * the server alone decides; this only has to look right for the fraction of a second until it has answered.
 */

export type TokenKind =
  'tag' | 'assignee' | 'section' | 'priority' | 'expected' | 'due' | 'unclear' | 'literal';

/** From `start` to `end`, in UTF-16 units; `known` false for what names nothing and so stays in the name. */
export type Span = { kind: TokenKind; start: number; end: number; known: boolean };

/** What the server says of a line. Places are in code points. */
export type Reading = {
  name: string;
  fields: Partial<{ priority: 'low' | 'medium' | 'high'; expected: number; due: string; unclear: boolean }>;
  tags: string[];
  assignees: string[];
  section: string | null;
  tokens: Token[];
  unknown: Token[];
};
type Token = { kind: TokenKind; start: number; end: number; text: string; name: string };

/** The names a line may use. */
export type Names = { tags: string[]; people: string[]; sections: string[] };

const NAMED = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s"]\S*)(?!\S)`;
const TOKEN = new RegExp(
  [
    `(?<tag>#${NAMED})`,
    `(?<assignee>@${NAMED})`,
    `(?<section>in:${NAMED})`,
    String.raw`(?<priority>!\p{L}\S*)`,
    String.raw`(?<expected>~\d\S*)`,
    String.raw`(?<due>due:\S+(?:\s+(?:[01]?\d|2[0-3]):[0-5]\d(?!\S))?)`,
    String.raw`(?<unclear>is:unclear(?!\S))`,
    String.raw`(?<literal>"(?:[^"\\]|\\.)*")`,
  ]
    .join('|')
    .replace(/^/, String.raw`(?<!\S)(?:`)
    .concat(')'),
  'giu',
);
const SIGN = /^(#|@|in:)/i;

/** Everything that looks like a token. */
export function spansIn(text: string, names: Names): Span[] {
  const known = {
    tag: new Set(names.tags.map(fold)),
    assignee: new Set([...names.people.map(fold), 'me']),
    section: new Set(names.sections.map(fold)),
  };
  return [...text.matchAll(TOKEN)].flatMap((found): Span[] => {
    const [kind] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined)! as [
      TokenKind,
      string,
    ];
    const word = found[0].replace(SIGN, '').replace(/^"(.*)"$/s, '$1');
    if (kind === 'literal' && !new RegExp(TOKEN).test(word)) return [];
    return [
      { kind, start: found.index, end: found.index + found[0].length, known: isKnown(kind, word, known) },
    ];
  });
}

function isKnown(kind: TokenKind, word: string, known: Record<string, Set<string>>): boolean {
  if (kind === 'priority') return /^!(low|medium|high)$/i.test(word);
  return known[kind]?.has(fold(word.trim())) ?? true;
}

/** The spans of a reading, in UTF-16 units as the page counts. */
export function spansOf(text: string, { tokens, unknown }: Reading): Span[] {
  const points = [...text];
  const at = (place: number) => points.slice(0, place).join('').length;
  const span = (token: Token, known: boolean): Span => ({
    kind: token.kind,
    start: at(token.start),
    end: at(token.end),
    known,
  });
  return [...tokens.map((each) => span(each, true)), ...unknown.map((each) => span(each, false))].sort(
    (a, b) => a.start - b.start,
  );
}

/** The line cut at its tokens. */
export function piecesOf(text: string, spans: Span[]): { text: string; span?: Span }[] {
  const pieces: { text: string; span?: Span }[] = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    if (span.start > at) pieces.push({ text: text.slice(at, span.start) });
    pieces.push({ text: text.slice(span.start, span.end), span });
    at = span.end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** The name that will probably be left of the line. */
export function guessName(text: string, spans: Span[]): string {
  const left = piecesOf(text, spans).map((piece) => {
    if (!piece.span || !piece.span.known) return piece.text;
    return piece.span.kind === 'literal' ? piece.text.slice(1, -1) : ' ';
  });
  return left.join('').replace(/\s+/g, ' ').trim();
}
