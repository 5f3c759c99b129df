"""What most tests begin with: an application over a store, people who are signed in, and a list that they share."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any, Final

import attrs

from tasktix.adapters.bell.in_process import InProcessBell
from tasktix.application import accounts, lists, members, sections, sessions, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Bell, Chance, Clock, Store
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain import ids
from tasktix.domain.access import ADMIN, VIEWER
from tasktix.domain.aggregate import Origin
from tasktix.domain.deliveries import Delivery, Outcome, Report, State, Way
from tasktix.domain.ids import Id
from tasktix.domain.linked import Identity, LinkedAccount
from tasktix.domain.lists import List
from tasktix.domain.mirrors import Mirror, Repository
from tasktix.domain.passkeys import Key, Passkey
from tasktix.domain.placement import between
from tasktix.domain.roster import Roster
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.second_factor import SecondFactor, Shown, hash_backup_code
from tasktix.domain.sections import Sections
from tasktix.domain.tags import Tags
from tasktix.domain.tasks import Task
from tasktix.domain.tickets import Purpose, Ticket
from tasktix.domain.tokens import Token
from tasktix.domain.users import User
from tests.fakes import FakeClock, SeededChance

REPOSITORY: Final = Repository(1, "ann/garden")
"""The one that the sample follows."""

STRANGER: Final = Actor(via="test")

_NUMBERS: Final = itertools.count(1)


def new_application(
    store: Store, clock: Clock | None = None, chance: Chance | None = None, bell: Bell | None = None
) -> Application:
    return Application(store, bell or InProcessBell(), clock or FakeClock(), chance or SeededChance())


def new_id(application: Application) -> Id:
    """As a client chooses one."""
    return ids.compose(round(application.clock.now().timestamp() * 1000), application.chance.below(ids.CHANCES))


def person_fields() -> dict[str, Any]:
    """What nobody has signed up with yet."""
    number = next(_NUMBERS)
    return {"username": f"Person{number}", "email": f"Person{number}@example.org"}


def sign_up(application: Application) -> Actor:
    """A new person with a session."""
    fields = person_fields()
    password_hash = f"hash of {fields['username']}"
    user = application.perform(STRANGER, accounts.sign_up, fields=fields, password_hash=password_hash)
    return sign_in(application, user.id, application.chance.token())


def sign_in(application: Application, user_id: Id, token: str) -> Actor:
    """With all that a sign-in asks for."""
    browser = Actor(user=user_id, via="test", device="Firefox", address="192.0.2.1")
    session = application.perform(browser, sessions.start, user_id=user_id, token=token, remember=False, is_whole=True)
    assert session
    return Actor(user=user_id, via="test", session_id=session.id)


def login_of(application: Application, person: Actor) -> str:
    return application.look(person, accounts.me).username


def new_list(application: Application, owner: Actor, name: str = "Garden") -> Id:
    return application.perform(owner, lists.create, fields={"name": name}).id


def new_section(application: Application, owner: Actor, list_id: Id, name: str = "Beds") -> Id:
    return application.perform(owner, sections.add, list_id=list_id, fields={"name": name}).id


def new_task(
    application: Application, owner: Actor, list_id: Id, section_id: Id | None = None, name: str = "Water"
) -> Id:
    return application.perform(owner, tasks.add, list_id=list_id, section_id=section_id, fields={"name": name}).id


def join(application: Application, admin: Actor, list_id: Id, role: str) -> Actor:
    """A new person who is a member of the list."""
    person = sign_up(application)
    login = login_of(application, person)
    application.perform(admin, members.add, list_id=list_id, login=login, role=role)
    return person


@attrs.frozen
class Sample:
    """A list with two sections: three open tasks in the first, a completed one in the second.

    The third task is `rich`: it carries the list's tag, is assigned to the viewer, has been worked on, and its timer
    runs. Nobody has the list's own role.
    """

    id: Id
    admin: Actor
    viewer: Actor
    outsider: Actor
    outsider_login: str
    sections: tuple[Id, Id]
    tasks: tuple[Id, Id, Id]
    completed: Id
    tag: Id
    role: Id
    filter: Id
    token: Id
    """The admin's, both."""
    account: Id
    identity: Identity
    """Elsewhere, of the admin."""
    passkey: Id
    """The admin's; its credential is named after it."""
    invitation: str
    """The challenge that a new passkey of the outsider's may answer."""
    half: str
    """The token of half a session of the outsider's, whose second factor is on."""
    shown: Shown
    """What completes it."""
    delivery: Id
    report: Id
    """What a tracker sent, and what came of it."""
    fresh_id: Id
    """In use nowhere."""

    @property
    def rich(self) -> Id:
        return self.tasks[2]


def new_sample(application: Application, admin: Actor | None = None) -> Sample:
    people = (admin or sign_up(application), sign_up(application), sign_up(application))
    return application.perform(STRANGER, _plant, people=people)


def _plant(work: UnitOfWork, _actor: Actor, *, people: tuple[Actor, Actor, Actor]) -> Sample:
    """In one transaction: most tests begin here, and a durable commit takes its time."""
    admin, viewer, outsider = (_user(work, person) for person in people)
    origin = Origin.of(admin.id, "sample")
    garden = List.create(work.new_id(), now=work.now, origin=origin, fields={"name": "Garden", "color": "green"})
    roster = Roster.of_new_list(garden.id, admin.as_person())
    roster.add_member(viewer.as_person(), VIEWER, by=ADMIN)
    sections, tags = Sections(id=garden.id), Tags(id=garden.id)
    beds, trees = (sections.add(work.new_id(), origin=origin, fields={"name": name}).id for name in ("Beds", "Trees"))
    urgent = tags.add(work.new_id(), origin=origin, fields={"name": "Urgent", "color": "red"}).id
    role = roster.add_role(
        work.new_id(), origin=origin, fields={"name": "Helper", "permissions": ["tasks:add"]}, by=ADMIN
    ).id
    saved = SavedFilter.save(
        work.new_id(), user_id=admin.id, origin=origin, fields={"name": "Soon", "text": "due<tomorrow"}
    )
    work.filters.add(saved)
    token = Token.make(
        work.new_id(),
        user_id=admin.id,
        secret=f"tt_{work.new_id()}",
        now=work.now,
        fields={"name": "Script", "scopes": ["write"], "expires_at": None},
    )
    work.tokens.add(token)
    identity = Identity("https://login.example.net", work.new_id(), "Ann Gardener")
    account = LinkedAccount.link(
        work.new_id(), identity, user_id=admin.id, provider="oidc", sealed="sealed tokens", now=work.now
    )
    work.linked_accounts.add(account)
    passkey_id, invitation = work.new_id(), f"invitation {work.new_id()}"
    key = Key(f"credential {passkey_id}", "public", 1)
    work.passkeys.add(Passkey.add(passkey_id, key, user_id=admin.id, name="Laptop", now=work.now))
    work.tickets.put(Ticket.of(Purpose.NEW_PASSKEY, invitation, {}, work.now, outsider.id))
    shown, half = _plant_second_factor(work, outsider)
    mirror = Mirror.link(garden.id, REPOSITORY, section_id=None, by=admin.id, now=work.now, fields={})
    work.mirrors.add(mirror)
    for part in (garden, roster, sections, tags):
        work.lists.add(part)

    report = new_report(work, admin, list_id=garden.id)

    def add_task(name: str, section_id: Id, after: Task | None = None, **more: Any) -> Task:
        task = Task.add(
            work.new_id(),
            list_id=garden.id,
            section_id=section_id,
            rank=between(after.rank if after else None, None),
            now=work.now,
            origin=origin,
            fields={"name": name},
            **more,
        )
        work.tasks.add(task)
        return task

    dig = add_task("Dig", beds)
    sow = add_task("Sow", beds, after=dig)
    water = add_task("Water", beds, after=sow, tags=(urgent,), assignees=(viewer.id,))
    water.start_timer(work.now - timedelta(hours=1), by=viewer.id)
    water.pause_timer(work.now - timedelta(minutes=30), work.new_id())
    water.start_timer(work.now - timedelta(minutes=1), by=viewer.id)
    prune = add_task("Prune", trees)
    prune.complete(work.now, work.new_id())
    return Sample(
        id=garden.id,
        admin=people[0],
        viewer=people[1],
        outsider=people[2],
        outsider_login=outsider.username,
        sections=(beds, trees),
        tasks=(dig.id, sow.id, water.id),
        completed=prune.id,
        tag=urgent,
        role=role,
        filter=saved.id,
        token=token.id,
        account=account.id,
        identity=identity,
        passkey=passkey_id,
        invitation=invitation,
        half=half,
        shown=shown,
        delivery=report.delivery or "",
        report=report.id,
        fresh_id=work.new_id(),
    )


def new_report(work: UnitOfWork, _actor: object, *, list_id: Id) -> Report:
    """In the ledger of a mirror: a delivery of which nothing came."""
    delivery = Delivery(work.new_id(), "12", work.new_id(), "issues", "locked", REPOSITORY.id, work.now, "{}")
    work.deliveries.add(attrs.evolve(delivery, state=State.DONE))
    report = Report(work.new_id(), list_id, work.now, Way.IN, "issues", "locked", Outcome.IGNORED, delivery=delivery.id)
    work.reports.put(report)
    return report


def _plant_second_factor(work: UnitOfWork, user: User) -> tuple[Shown, str]:
    """It is on. A code of it, and the token of half a session."""
    factor = SecondFactor.offer(user.id, f"secret of {user.username}")
    factor.turn_on(Shown(factor.sealed, 1, ""), [hash_backup_code(str(number)) for number in range(10)], work.now)
    work.second_factors.add(factor)
    half = f"half {work.new_id()}"
    content = {"remember": "", "password_hash": f"hash of {user.username}"}
    work.tickets.put(Ticket.of(Purpose.SECOND_FACTOR, half, content, work.now, user.id))
    return Shown(factor.sealed, 2, ""), half


def _user(work: UnitOfWork, person: Actor) -> User:
    user = work.users.get(person.user_id)
    assert user
    return user
