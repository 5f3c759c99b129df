import { describe, expect, it } from 'vitest';
import type { Member } from './entries';
import {
  deleteReason,
  editReason,
  lacked,
  leaveReason,
  memberReason,
  PERMISSIONS,
  type OwnRole,
} from './roles';

const ALL = PERMISSIONS.map(({ permission }) => permission as string);
const role = (id: string, permissions: string[], preset = false): OwnRole => ({
  id,
  name: id,
  description: '',
  permissions,
  preset,
});
const ADMIN = role('Admin', ALL, true);
const MANAGER = role('Manager', ALL.slice(0, -1), true);
const HELPER = role('Helper', ['tasks:add']);
const roles = [ADMIN, MANAGER, HELPER];

const member = (id: string, role: OwnRole): Member => ({
  id,
  role: role.id,
  user: { id, username: id, name: id, color: 'red', avatar_url: null },
});

const asManager = new Set(MANAGER.permissions);
const asAdmin = new Set(ALL);

describe('what one may not do', () => {
  it('nobody gives what they lack', () => {
    expect(lacked(asManager, ADMIN)).toBe('You may not delete the list yourself');
    expect(lacked(asManager, HELPER)).toBeNull();
    expect(lacked(asManager, undefined)).toBeNull();
  });

  it('nobody touches a member who has what they lack', () => {
    const members = [member('ann', ADMIN), member('eve', ADMIN), member('ben', MANAGER)];
    expect(memberReason({ mine: asManager, roles, members }, members[0]!)).toMatch(/^You may not delete/);
    expect(memberReason({ mine: asManager, roles, members }, members[2]!)).toBeNull();
    expect(memberReason({ mine: new Set(), roles, members }, members[2]!)).toBe(
      'Your role may not manage members',
    );
  });

  it('the last Admin stays', () => {
    const members = [member('ann', ADMIN), member('ben', MANAGER)];
    const roster = { mine: asAdmin, roles, members };
    expect(memberReason(roster, members[0]!)).toBe('The list keeps at least one Admin');
    expect(leaveReason(roster, members[0]!)).toMatch(/make somebody else Admin first$/);
    expect(leaveReason({ ...roster, mine: new Set() }, members[1]!)).toBeNull();
  });

  it('presets are fixed, and a role that somebody has stays', () => {
    const roster = { mine: asAdmin, roles, members: [member('ann', ADMIN), member('ben', HELPER)] };
    expect(editReason(roster, ADMIN)).toMatch(/^Preset/);
    expect(deleteReason(roster, HELPER)).toBe('One member has it');
    expect(deleteReason({ ...roster, members: [] }, HELPER)).toBeNull();
    expect(deleteReason({ ...roster, mine: new Set(), members: [] }, HELPER)).toBe(
      'Your role may not manage roles',
    );
  });
});
