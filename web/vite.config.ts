import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { plainIcons } from './icons';

type Modules = { getModuleInfo(id: string): { isEntry: boolean; importers: string[] } | null };

/** What the page cannot begin without is one file: each file more costs a slow machine some hundredths of a second. */
function firstPart(id: string, modules: Modules): string | null {
  return isNeededFirst(id, modules, new Set()) ? 'page' : null;
}

function isNeededFirst(id: string, modules: Modules, asked: Set<string>): boolean {
  if (asked.has(id)) return false;
  asked.add(id);
  const info = modules.getModuleInfo(id);
  return info !== null && (info.isEntry || info.importers.some((it) => isNeededFirst(it, modules, asked)));
}

export default defineConfig({
  plugins: [plainIcons(), svelte()],
  build: {
    target: 'es2023',
    outDir: '../src/tasktix/adapters/http/static',
    emptyOutDir: true,
    // An inlined font or picture would be a data: address, which the page's policy refuses for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: true,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstPart }] } } },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/api': 'http://127.0.0.1:8080', '/auth': 'http://127.0.0.1:8080' },
  },
});
