import type { Tables } from './engine';

export type Permission =
  | 'tasks:add'
  | 'tasks:complete'
  | 'tasks:update'
  | 'tasks:delete'
  | 'tags:manage'
  | 'assignees:manage'
  | 'members:manage'
  | 'list:update'
  | 'list:delete';

/** Only to hide what would be refused; the server is the judge. */
export function permissionsOf(
  tables: Pick<Tables, 'member' | 'role'>,
  user: string | undefined,
): Set<string> {
  const member = user === undefined ? undefined : tables.member.get(user);
  const role = member && tables.role.get(member.role);
  return new Set(role?.permissions);
}
