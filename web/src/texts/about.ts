/** Comes with its pages; what is said elsewhere stands in the index. */
export { about as t } from './en/about';
