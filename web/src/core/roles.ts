import { t } from '../texts';
import type { Permission } from './access';
import type { Member, Role } from './entries';

/** What the server would refuse, said before it is asked: a reason, or null where it may be done. */

export type OwnRole = Role & { preset?: boolean };

export const PERMISSIONS: { permission: Permission; label: string }[] = [
  { permission: 'tasks:add', label: t.people.mayAdd },
  { permission: 'tasks:complete', label: t.people.mayComplete },
  { permission: 'tasks:update', label: t.people.mayUpdate },
  { permission: 'tasks:delete', label: t.people.mayDelete },
  { permission: 'tags:manage', label: t.people.mayTags },
  { permission: 'assignees:manage', label: t.people.mayAssign },
  { permission: 'members:manage', label: t.people.mayMembers },
  { permission: 'list:update', label: t.people.mayUpdateList },
  { permission: 'list:delete', label: t.people.mayDeleteList },
];

const labelOf = (permission: string): string =>
  PERMISSIONS.find((each) => each.permission === permission)?.label.toLowerCase() ?? permission;

const isAdmin = (role: OwnRole | undefined): boolean => role?.preset === true && role.name === 'Admin';

type Roster = { mine: Set<string>; roles: OwnRole[]; members: Member[] };

/** Nobody gives, or touches somebody who has, a permission that they lack. */
export function lacked(mine: Set<string>, role: OwnRole | undefined): string | null {
  const missing = role?.permissions.find((permission) => !mine.has(permission));
  return missing === undefined ? null : t.people.youMayNot(labelOf(missing));
}

/** Why this member's role cannot be changed, nor the member removed. */
export function memberReason({ mine, roles, members }: Roster, member: Member): string | null {
  const roleOf = (of: Member) => roles.find(({ id }) => id === of.role);
  const isLast = isAdmin(roleOf(member)) && members.filter((each) => isAdmin(roleOf(each))).length === 1;
  if (isLast) return t.people.oneAdmin;
  return mine.has('members:manage') ? lacked(mine, roleOf(member)) : t.people.mayNotMembers;
}

/** Why one cannot leave. */
export function leaveReason(roster: Roster, member: Member): string | null {
  const reason = memberReason(
    { ...roster, mine: new Set(PERMISSIONS.map((each) => each.permission)) },
    member,
  );
  return reason && t.people.anotherAdminFirst(reason);
}

export function editReason({ mine }: Roster, role: OwnRole): string | null {
  if (role.preset) return t.people.presetsAreTheSame;
  return mine.has('members:manage') ? lacked(mine, role) : t.people.mayNotRoles;
}

export function deleteReason(roster: Roster, role: OwnRole): string | null {
  const count = roster.members.filter((member) => member.role === role.id).length;
  if (count) return t.people.membersHaveIt(count);
  return editReason(roster, role);
}
