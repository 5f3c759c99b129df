import { t } from '../texts';
import type { Color } from './entries';
import { asValue } from './terms';

/** The table of the filter language, as the server tells it. */
export type Language = { fields: Field[]; flags: Flag[]; orders: string[]; examples: Record<string, string> };
export type Field = {
  name: string;
  kind: 'name' | 'person' | 'level' | 'day' | 'duration' | 'number';
  symbol: string;
  operators: string[];
  words: string[];
  help: string;
  examples: string[];
};
export type Flag = { key: string; help: string };

/** The names that there are in one's lists. */
export type Names = {
  tags: { name: string; color: Color }[];
  people: { username: string; name: string; color: Color }[];
  lists: { name: string; color: Color }[];
  sections: string[];
};

export type Suggestion = { text: string; label: string; help: string; color?: Color; kind: string };

/** What may be put in place of `[start, end)`. */
export type Suggestions = { start: number; end: number; choices: Suggestion[] };

const MOST = 8;
const DAYS = ['today', 'tomorrow', 'yesterday', 'monday', '+1w', '-1w'];
const SPANS = ['15m', '30m', '1h', '2h', '1h30m'];

/** For the word that ends at the caret. */
export function suggest(text: string, caret: number, language: Language, names: Names): Suggestions {
  const word = /(?:[^\s()&|"]|"(?:[^"\\]|\\.)*"?)*$/.exec(text.slice(0, caret))![0];
  const negated = word.startsWith('!') ? 1 : 0;
  const start = caret - word.length + negated;
  const choices = choicesFor(word.slice(negated), language, names);
  return { start, end: caret, choices: choices.slice(0, MOST) };
}

function choicesFor(word: string, language: Language, names: Names): Suggestion[] {
  const symbol = language.fields.find((field) => field.symbol && word.startsWith(field.symbol));
  if (symbol) return values(symbol, symbol.symbol, word.slice(symbol.symbol.length), names);
  const compared = /^([\p{L}][\w-]*)(:?(?:[<>]=?|!?=)|:)(.*)$/u.exec(word);
  if (compared) return afterOperator(compared[1]!, compared[2]!, compared[3]!, language, names);
  return [...beginnings(word, language), ...(word ? named(word, language, names) : [])];
}

function afterOperator(
  name: string,
  operator: string,
  rest: string,
  language: Language,
  names: Names,
): Suggestion[] {
  const field = language.fields.find((each) => each.name === name.toLowerCase());
  if (field) return values(field, name + operator, rest, names);
  const begun = `${name}:${rest}`.toLowerCase();
  return language.flags
    .filter(({ key }) => key.startsWith(begun))
    .map(({ key, help }) => ({ text: key, label: key, help, kind: 'flag' }));
}

/** Values after a comma are values of the same field. */
function values(field: Field, before: string, rest: string, names: Names): Suggestion[] {
  const comma = rest.lastIndexOf(',') + 1;
  const [kept, begun] = [before + rest.slice(0, comma), rest.slice(comma).replaceAll('"', '')];
  return valuesOf(field, names)
    .filter(({ label, help }) => matches(label, begun) || (help !== '' && matches(help, begun)))
    .map(({ label, help, color }) => ({
      text: kept + asTyped(field, label),
      label,
      help,
      kind: field.name,
      ...(color && { color }),
    }));
}

const asTyped = ({ kind }: Field, value: string): string => (kind === 'name' ? asValue(value) : value);

function valuesOf(field: Field, names: Names): { label: string; help: string; color?: Color }[] {
  const plain = (labels: string[]) => labels.map((label) => ({ label, help: '' }));
  switch (field.kind) {
    case 'person':
      return [
        { label: 'me', help: t.search.you },
        { label: 'none', help: t.search.nobody },
        ...names.people.map(({ username, name, color }) => ({
          label: username,
          help: name === username ? '' : name,
          color,
        })),
      ];
    case 'name':
      if (field.name === 'tag')
        return names.tags.map(({ name, color }) => ({ label: name, help: '', color }));
      if (field.name === 'list')
        return names.lists.map(({ name, color }) => ({ label: name, help: '', color }));
      return plain(names.sections);
    case 'day':
      return plain(DAYS);
    case 'duration':
      return plain(SPANS);
    default:
      return plain(field.words);
  }
}

function beginnings(word: string, language: Language): Suggestion[] {
  const fields = language.fields
    .filter(({ name }) => matches(name, word))
    .map(({ name, kind, symbol, help }) => ({
      text: symbol || name + (kind === 'name' || kind === 'level' || kind === 'day' ? ':' : '>'),
      label: symbol ? `${symbol}${name}` : name,
      help,
      kind: 'field',
    }));
  const flags = language.flags
    .filter(({ key }) => matches(key, word) || matches(key.split(':')[1]!, word))
    .map(({ key, help }) => ({ text: key, label: key, help, kind: 'flag' }));
  return word ? [...fields, ...flags] : [...flags.slice(0, 3), ...fields];
}

/** Whoever types "infra" may mean the tag. */
function named(word: string, language: Language, names: Names): Suggestion[] {
  return language.fields
    .filter(({ kind }) => kind === 'name' || kind === 'person')
    .flatMap((field) => values(field, field.symbol || `${field.name}:`, word, names))
    .filter(({ label }) => label !== 'me' && label !== 'none');
}

const matches = (name: string, begun: string): boolean => name.toLowerCase().startsWith(begun.toLowerCase());
