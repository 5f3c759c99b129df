import { newId } from '../core/ids';
import { call } from '../sync/api';

const membersOf = (list: string): string => `/lists/${list}/members`;

export async function addMember(list: string, login: string, role: string): Promise<void> {
  const who = login.includes('@') ? { email: login } : { username: login };
  await call({ method: 'POST', path: membersOf(list), body: { ...who, role }, key: newId() });
}

export async function changeRole(list: string, user: string, role: string): Promise<void> {
  await call({ method: 'PATCH', path: `${membersOf(list)}/${user}`, body: { role }, key: newId() });
}

export async function removeMember(list: string, user: string): Promise<void> {
  await call({ method: 'DELETE', path: `${membersOf(list)}/${user}`, key: newId() });
}

const rolesOf = (list: string): string => `/lists/${list}/roles`;

export type RoleEdit = { name: string; description: string; permissions: string[] };

export async function addRole(list: string, role: RoleEdit): Promise<void> {
  await call({ method: 'POST', path: rolesOf(list), body: { id: newId(), ...role }, key: newId() });
}

export async function editRole(list: string, id: string, role: RoleEdit): Promise<void> {
  await call({ method: 'PATCH', path: `${rolesOf(list)}/${id}`, body: role, key: newId() });
}

export async function deleteRole(list: string, id: string): Promise<void> {
  await call({ method: 'DELETE', path: `${rolesOf(list)}/${id}`, key: newId() });
}
