import { did } from './en/did';
import { fields } from './en/fields';
import { github } from './en/github';
import { help } from './en/help';
import { lesson } from './en/lesson';
import { list } from './en/list';
import { palette } from './en/palette';
import { parts } from './en/parts';
import { people } from './en/people';
import { report } from './en/report';
import { search } from './en/search';
import { shell } from './en/shell';
import { story } from './en/story';
import { task } from './en/task';
import { today } from './en/today';

/**
 * What the page says, by where it says it. Another language is another object of this shape. What whoever sees a list
 * need not read comes with its own pages: `about`, `auth`, `profile`.
 */
export const t = {
  did,
  fields,
  github,
  help,
  lesson,
  list,
  palette,
  parts,
  people,
  report,
  search,
  shell,
  story,
  task,
  today,
};
