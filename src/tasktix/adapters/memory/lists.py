"""Lists and what they have beside tasks."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import attrs

from tasktix.adapters.memory.tables import Repository, copied, of_list
from tasktix.application.unit_of_work import Overview
from tasktix.domain.access import Standing
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.roster import Roster
from tasktix.domain.sections import Sections
from tasktix.domain.tags import Tags
from tasktix.domain.users import login_key
from tasktix.domain.words import Status


@attrs.define(eq=False)
class Lists(Repository):
    def add(self, made: List | Sections | Tags | Roster) -> None:
        self.ledger.add(made)

    def get(self, list_id: Id, viewer: Id) -> tuple[Standing, List] | None:
        standing = self.tables.standing(list_id, viewer)
        return None if standing is None else (standing, self.ledger.track(copied(self.tables.lists[list_id])))

    def standing(self, list_id: Id, user_id: Id) -> Standing | None:
        return self.tables.standing(list_id, user_id)

    def sections(self, list_id: Id) -> Sections:
        return self.ledger.track(Sections(id=list_id, by_id=of_list(self.tables.sections, list_id)))

    def tags(self, list_id: Id) -> Tags:
        return self.ledger.track(Tags(id=list_id, by_id=of_list(self.tables.tags, list_id)))

    def roster(self, list_id: Id) -> Roster:
        found = [copy(member) for (owner, _), member in self.tables.members.items() if owner == list_id]
        members = {member.id: member for member in sorted(found, key=lambda it: login_key(it.person.username))}
        return self.ledger.track(Roster(id=list_id, members=members, own_roles=of_list(self.tables.roles, list_id)))

    def has_tag(self, list_id: Id, tag_id: Id) -> bool:
        return tag_id in self.tables.tags and self.tables.tags[tag_id][0] == list_id

    def of(self, user_id: Id) -> Sequence[Id]:
        return [list_id for list_id, member_id in self.tables.members if member_id == user_id]

    def overviews(self, user_id: Id) -> Sequence[Overview]:
        return [self._overview(list_id, user_id) for list_id in self.of(user_id)]

    def _overview(self, list_id: Id, user_id: Id) -> Overview:
        found = self.tables.lists[list_id]
        return Overview(
            list_id,
            found.name,
            found.color,
            sum(task.status is not Status.COMPLETED for task in self.tables.tasks_of(list_id)),
            self.tables.members[list_id, user_id].role_id,
            self.tables.position(list_id),
        )
