import { MediaQuery } from 'svelte/reactivity';

/** The same widths as in styles/tokens.css. */
export const phone = new MediaQuery('max-width: 760px');
export const touch = new MediaQuery('pointer: coarse');
