import { parse, type AST } from 'svelte/compiler';
import { expect, it } from 'vitest';
import { counted, number, plural, writeNumbersIn } from './numbers';

const FILES = import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.test.ts', '!../texts/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const COMPONENTS = Object.entries(FILES).filter(([file]) => file.endsWith('.svelte'));

/** Attributes and properties that somebody sees or hears. */
const SPOKEN = [
  'aria-label',
  'title',
  'label',
  'placeholder',
  'hint',
  'action',
  'empty',
  'text',
  'note',
  'none',
  'alt',
];

/** Names of keys, as they are printed on them, and of the house. */
const NAMES = /\b(Ctrl|Alt|Enter|Esc|Tasktix)\b/g;

const isWords = (text: string): boolean => /\p{L}{2}/u.test(text.replace(NAMES, ''));

/** Where in a node of a component something may stand that is shown; not what it asks, or loops over. */
const PARTS = [
  'nodes',
  'attributes',
  'fragment',
  'consequent',
  'alternate',
  'body',
  'fallback',
  'pending',
  'then',
  'catch',
];

/** The texts that stand in a component itself. */
function literalsIn(source: string): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look);
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    const it = node as Record<string, unknown>;
    if (it.type === 'Attribute') {
      if (SPOKEN.includes(String(it.name))) look(it.value);
    } else if (it.type === 'Text') found.push((node as AST.Text).data);
    else if (it.type === 'Literal') found.push(String(it.value));
    else if (it.type === 'TemplateLiteral') {
      for (const { value } of it.quasis as { value: { raw: string } }[]) found.push(value.raw);
      look(it.expressions);
    } else if (it.type === 'ExpressionTag') look(it.expression);
    else if (it.type === 'LogicalExpression') look([it.left, it.right]);
    else for (const part of PARTS) look(it[part]);
  };
  look(parse(source, { modern: true }).fragment);
  return found.filter(isWords).map((text) => text.trim());
}

/** The sentences in the code of a component or a module, wherever it brings them. */
function sentencesIn(file: string, source: string): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look);
    if (typeof node !== 'object' || node === null) return;
    const it = node as Record<string, unknown>;
    if (it.type === 'Literal') found.push(String(it.value));
    else if (it.type === 'TemplateElement') found.push((it.value as { raw: string }).raw);
    else Object.values(it).forEach(look);
  };
  const component = file.endsWith('.ts') ? `<script lang="ts">${source}</script>` : source;
  const { fragment, instance } = parse(component, { modern: true });
  look([instance, fragment]);
  return found.filter((text) => isWords(text) && /^\p{Lu}.* \p{L}/u.test(text));
}

it.each(COMPONENTS)('%s says nothing of its own', (_, source) => {
  expect(literalsIn(source)).toEqual([]);
});

it.each(Object.entries(FILES))('the code of %s brings no sentence', (file, source) => {
  expect(sentencesIn(file, source)).toEqual([]);
});

it('finds what stands in a component', () => {
  const source = `<p class="of style">Hello {name}</p>
    <input type="text" placeholder="Type here" title={isOpen ? 'Close' : t.open} />
    {#if kind === 'some'}<b aria-label="{count} tasks">{t.said}</b>{:else}{empty ? 'Nothing' : ''}{/if}`;
  expect(literalsIn(source)).toEqual(['Hello', 'Type here', 'Close', 'tasks', 'Nothing']);
});

it('finds sentences in code', () => {
  const code = 'say(`Hello there, ${name}`, { label: "Go on" }, "Escape", "of style", "Ctrl K");';
  expect(sentencesIn('a.ts', code)).toEqual(['Hello there, ', 'Go on']);
  const source = `<script>${code}</script><Things action={{ label: 'Have none' }} />`;
  expect(sentencesIn('A.svelte', source)).toEqual(['Hello there, ', 'Go on', 'Have none']);
});

it('counts as the language does, in the numbers of the profile', () => {
  const forms = { one: 'task', other: 'tasks' };
  writeNumbersIn(() => 'en-GB');
  expect([0, 1, 2].map((count) => plural(count, forms))).toEqual(['tasks', 'task', 'tasks']);
  expect(counted(5_000, forms)).toBe('5,000 tasks');
  writeNumbersIn(() => 'de');
  expect(number(5_000)).toBe('5.000');
  writeNumbersIn(() => undefined);
});
