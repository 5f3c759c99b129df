/**
 * Where the terms of a filter text begin and end, for showing them as chips. This only cuts: what a term
 * says, and whether it says anything, is for the server.
 */

export type Term = { start: number; end: number; text: string };

const SPACE = /\s/;
const JOINS = /(?:[:=<>!&|,(]|^)$/;

/** The parts that are joined by "and" and can be taken away one by one; one term where "or" joins some. */
export function termsOf(text: string): Term[] {
  const cuts = cut(text);
  if (cuts.some(({ text }) => text === '|')) {
    const whole = text.trim();
    const start = text.indexOf(whole);
    return [{ start, end: start + whole.length, text: whole }];
  }
  return cuts.filter(({ text }) => text !== '&');
}

/** The text without that term, and without the "&" that joined it. */
export function without(text: string, term: Term): string {
  const before = text.slice(0, term.start).replace(/\s*&?\s*$/, '');
  const after = text.slice(term.end).replace(/^\s*&?\s*/, '');
  return [before, after].filter(Boolean).join(' ');
}

export const withTerm = (text: string, term: string): string =>
  text.trim() ? `${text.trim()} ${term}` : term;

/** Quotes and backslashes inside are escaped as the language does it. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** As it may stand after a field: quoted only where it must be. */
export const asValue = (text: string): string =>
  /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(text) ? text : quoted(text);

function cut(text: string): Term[] {
  const terms: Term[] = [];
  let start = -1;
  let depth = 0;
  const finish = (end: number) => {
    if (start >= 0) terms.push({ start, end, text: text.slice(start, end) });
    start = -1;
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === '"') {
      if (start < 0) start = i;
      i = endOfQuote(text, i);
    } else if (depth === 0 && SPACE.test(sign)) {
      if (start >= 0 && !continues(text, start, i)) finish(i);
    } else if (depth === 0 && (sign === '&' || sign === '|')) {
      finish(i);
      terms.push({ start: i, end: i + 1, text: sign });
    } else {
      if (start < 0) start = i;
      if (sign === '(') depth++;
      if (sign === ')') depth = Math.max(0, depth - 1);
    }
  }
  finish(text.trimEnd().length);
  return terms;
}

function endOfQuote(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}

/** "due < tomorrow" and "! blocked" are one term each, though there is a space in them. */
function continues(text: string, start: number, space: number): boolean {
  const said = text.slice(start, space);
  if (JOINS.test(said)) return true;
  return /^\s*(?:[<>]=?|!?=)/.test(text.slice(space)) && /^[\p{L}][\w-]*$/u.test(said);
}
