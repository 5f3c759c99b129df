/** Comes with its pages; what is said elsewhere stands in the index. */
export { auth as t } from './en/auth';
