import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const ICON = /@lucide\/svelte\/dist\/icons\/[^/]+\.svelte$/;
const DATA = /^const iconData = (\{.*\});$/m;

type Data = { name: string; node: [tag: string, attributes: Record<string, string>][] };

/**
 * Lucide's icons as templates, which a browser copies. By itself each icon makes its nodes one attribute at a time, which
 * takes a slow machine four milliseconds, and a page has dozens. They know `size` and `strokeWidth`, and are never heard.
 */
export function plainIcons(): Plugin {
  return {
    name: 'plain-icons',
    enforce: 'pre',
    async load(id) {
      if (!ICON.test(id)) return null;
      const found = DATA.exec(await readFile(id, 'utf8'));
      if (!found) throw new Error(`${id} has another shape than Lucide's icons had`);
      return template(JSON.parse(found[1]!) as Data);
    },
  };
}

const template = ({ name, node }: Data): string => `
<script>
  let { size = 24, strokeWidth = 2 } = $props();
</script>
<svg
  class="lucide-${name}" width={size} height={size} stroke-width={strokeWidth}
  viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true"
>${node.map(([tag, attributes]) => `<${tag} ${written(attributes)} />`).join('')}</svg>
`;

const written = (attributes: Record<string, string>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');
