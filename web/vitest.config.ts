import { defineConfig } from 'vitest/config';

// Without the Svelte plugin: what is tested here must not need it.
export default defineConfig({ test: { include: ['src/**/*.test.ts'] } });
