import type { Permission } from './access';
import type { Member, Role } from './entries';

/** What the server would refuse, said before it is asked: a reason, or null where it may be done. */

export type OwnRole = Role & { preset?: boolean };

export const PERMISSIONS: { permission: Permission; label: string }[] = [
  { permission: 'tasks:add', label: 'Add tasks' },
  { permission: 'tasks:complete', label: 'Complete tasks, run timers' },
  { permission: 'tasks:update', label: 'Change and move tasks' },
  { permission: 'tasks:delete', label: 'Delete tasks' },
  { permission: 'tags:manage', label: 'Manage tags' },
  { permission: 'assignees:manage', label: 'Assign people' },
  { permission: 'members:manage', label: 'Manage members and roles' },
  { permission: 'list:update', label: 'Change the list and its sections' },
  { permission: 'list:delete', label: 'Delete the list' },
];

const labelOf = (permission: string): string =>
  PERMISSIONS.find((each) => each.permission === permission)?.label.toLowerCase() ?? permission;

const isAdmin = (role: OwnRole | undefined): boolean => role?.preset === true && role.name === 'Admin';

type Roster = { mine: Set<string>; roles: OwnRole[]; members: Member[] };

/** Nobody gives, or touches somebody who has, a permission that they lack. */
export function lacked(mine: Set<string>, role: OwnRole | undefined): string | null {
  const missing = role?.permissions.find((permission) => !mine.has(permission));
  return missing === undefined ? null : `You may not ${labelOf(missing)} yourself`;
}

/** Why this member's role cannot be changed, nor the member removed. */
export function memberReason({ mine, roles, members }: Roster, member: Member): string | null {
  const roleOf = (of: Member) => roles.find(({ id }) => id === of.role);
  const isLast = isAdmin(roleOf(member)) && members.filter((each) => isAdmin(roleOf(each))).length === 1;
  if (isLast) return 'The list keeps at least one Admin';
  return mine.has('members:manage') ? lacked(mine, roleOf(member)) : 'Your role may not manage members';
}

/** Why one cannot leave. */
export function leaveReason(roster: Roster, member: Member): string | null {
  const reason = memberReason(
    { ...roster, mine: new Set(PERMISSIONS.map((each) => each.permission)) },
    member,
  );
  return reason && `${reason}: make somebody else Admin first`;
}

export function editReason({ mine }: Roster, role: OwnRole): string | null {
  if (role.preset) return 'Preset roles are the same in every list';
  return mine.has('members:manage') ? lacked(mine, role) : 'Your role may not manage roles';
}

export function deleteReason(roster: Roster, role: OwnRole): string | null {
  const count = roster.members.filter((member) => member.role === role.id).length;
  if (count) return count === 1 ? 'One member has it' : `${count} members have it`;
  return editReason(roster, role);
}
