/** Comes with its pages; what is said elsewhere stands in the index. */
export { profile as t } from './en/profile';
