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
