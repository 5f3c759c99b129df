import type { Command } from './commands';
import type { Tag } from './entries';

/** Commands: the tags of a list, and what a task carries of tags and people. */

export type TagEdit = Partial<Pick<Tag, 'name' | 'color'>>;

export const addTag = (list: string, tag: Omit<Tag, 'version'>): Command => ({
  list,
  method: 'POST',
  path: `/lists/${list}/tags`,
  body: tag,
  changes: [{ kind: 'tag', id: tag.id, set: { ...tag, version: 1 } }],
});

export const editTag = (list: string, id: string, edit: TagEdit, seen: number): Command => ({
  list,
  method: 'PATCH',
  path: `/lists/${list}/tags/${id}`,
  body: edit,
  seen,
  changes: [{ kind: 'tag', id, set: edit }],
});

export const deleteTag = (list: string, id: string): Command => ({
  list,
  method: 'DELETE',
  path: `/lists/${list}/tags/${id}`,
  changes: [{ kind: 'tag', id, gone: true }],
});

/** Puts a tag on a task, or a member to it; `on` false takes it away. */
export function label(
  list: string,
  task: string,
  field: 'tags' | 'assignees',
  member: string,
  on: boolean,
): Command {
  const change = { field, member };
  return {
    list,
    method: on ? 'PUT' : 'DELETE',
    path: `/lists/${list}/tasks/${task}/${field}/${member}`,
    changes: [{ kind: 'task', id: task, ...(on ? { put: change } : { take: change }) }],
  };
}

/** As the server compares names of tags: without case. Only to find a tag by what is typed. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();
