"""Lists of tasks that differ in everything a filter can ask for, the same in every store: names that are folded, dues
around midnights and the skips of clocks, what is unset, timers of yesterday and of tomorrow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, TypeVar

import attrs
import hypothesis
from hypothesis import strategies as st

from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain import facts
from tasktix.domain.access import ADMIN, VIEWER
from tasktix.domain.aggregate import Origin
from tasktix.domain.calendar import Calendar, zone_of
from tasktix.domain.due import Due, rfc3339
from tasktix.domain.fields import LONGEST_DURATION
from tasktix.domain.filters.ast import Everything, Node, Not, Text, both, either
from tasktix.domain.filters.subject import Context
from tasktix.domain.ids import Id, compose
from tasktix.domain.lists import List
from tasktix.domain.roster import Roster
from tasktix.domain.sections import Sections
from tasktix.domain.tags import Tags
from tasktix.domain.tasks import Task
from tasktix.domain.users import Credential, User
from tests import filter_strategies
from tests.builders import STRANGER
from tests.filter_strategies import LISTS, NOW, PEOPLE, SECTIONS, TAGS, comparisons

T = TypeVar("T")

VIEWERS: Final = tuple(PEOPLE)
PLACES: Final = (*LISTS.values(), "HOME")
"""The names of the lists. All have sections and tags of the same names. The last viewer is in all of them, the others
are not in the one that has their number."""

MAKER: Final = "00000000varied00"
"""Who made all of it."""

ZONES: Final = ("UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo")

TURNS: Final = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-03-29T00:30:00Z",
        "2026-03-28T23:00:00Z",  # midnight in Berlin, where the clock skips an hour that night
        "2026-03-29T22:00:00Z",
        "2026-03-29T18:30:00Z",  # midnight in Kolkata
        "2026-03-30T00:00:00Z",
        "2011-12-30T10:00:00Z",  # Apia goes from the 29th to the 31st
        "2018-11-04T03:00:00Z",  # São Paulo: the day begins at one o'clock
        "2018-02-18T02:00:00Z",  # and here the evening comes twice
        "1970-01-01T00:00:00Z",
    )
)
FAR_DUES: Final = (
    "0001-01-01",
    "0999-12-31",
    "2011-12-30",
    "9999-12-31",
    "0001-01-01T00:00:00.000Z",
    "0999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59.999Z",
)
NAMES: Final = (
    "Fix the login",
    "LOGIN page",
    "login",
    "Straße",
    "STRASSE  mit  Luft",
    "İstanbul ıi",
    "cafe\u0301 au lait",
    "CAFÉ",
    "50% _done_",
    "50a bdonec",
    "a\\b \\% \\_ \\\\",
    'it\'s "quoted" `so`',
    "🦉🦉 emoji 👩‍👩‍👧",
    "ﬁne ligatures",
    "ΌΣΟΣ όσος",
    "a\u00a0hard space",
    "-- ; DROP TABLE tasks; %s ? :name",
    "either|or 100%| |%|_",
    "x" * 256,
)
DESCRIPTIONS: Final = (
    "",
    " ",
    "\n\t \n",
    "login",
    "Beyond the\nSTRASSE, in the Cafe\u0301\r\n50%_done",
    "\u0301 begins with an accent",
    "page\u0001 with a control character",
    "tail ",
    "ẞ und ß und SS",
    'say "hi" \\o/',
    "🦉" * 50,
    "long " * 2_000,
)
PIECES: Final = (
    *("login", "LOG", "page", "the login", "login ", " login", "nowhere at all", "0", "null", "x" * 256, "x" * 257),
    *("login\nlogin", "login\n", "\nlogin", "e\nb", "page\n", "a\nb", "the\nstrasse", "\t", "\r\n", " ", "  ", "tail "),
    *("strasse", "STRAẞE", "ss", "ß", "i", "İ", "ı", "i\u0307", "σ", "ς", "όσος", "ΌΣΟΣ", "ﬁ", "fi"),
    *("café", "cafe\u0301", "cafe", "\u0301", "\u0301 begins", "\u00a0", "a hard", "🦉", "👩", "👩‍👩‍👧", "🦉" * 51),
    *("50%", "50%_", "%", "_", "__", "\\", "\\\\", "\\%", "'", "it's", '"', "`", "%s", "?", ":name"),
    *("|", "r|o", "%|", "|%", "||", "|_"),
)
"""Texts to look for."""

moments: Final = st.builds(
    lambda turn, offset: turn + offset,
    st.sampled_from(TURNS),
    st.one_of(
        st.integers(-2, 2).map(lambda count: timedelta(milliseconds=count)),
        st.integers(-80, 80).map(lambda count: timedelta(hours=count)),
        st.integers(-300_000_000, 300_000_000).map(lambda count: timedelta(milliseconds=count)),
    ),
).map(lambda moment: max(moment, TURNS[-1]))
dues: Final = st.one_of(
    st.none(),
    moments.map(lambda moment: Due(moment.date().isoformat())),
    moments.map(lambda moment: Due(rfc3339(moment))),
    st.sampled_from(FAR_DUES).map(Due),
)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    task = draw(filter_strategies.tasks())
    place = draw(st.integers(0, len(PLACES) - 1))
    return attrs.evolve(
        task,
        list_id=compose(place, 1),
        section_id=in_place(place, draw(st.sampled_from(list(SECTIONS))), SECTIONS),
        name=draw(st.sampled_from(NAMES)),
        description=draw(st.sampled_from(DESCRIPTIONS)),
        due=draw(dues),
        elapsed_ms=draw(st.sampled_from((task.elapsed_ms, task.elapsed_ms, 1_000 * LONGEST_DURATION + 5_000))),
        timer_started_at=task.timer_started_at and draw(moments),
        created_at=draw(moments),
        completed_at=task.completed_at and draw(moments),
        origin=Origin(MAKER, "0" * 32),
        tags=tuple(sorted(in_place(place, tag, TAGS) for tag in task.tags)),
        assignees=tuple(sorted(user for user in task.assignees if is_member(user, place))),
    )


contexts: Final = st.builds(
    Context,
    st.builds(Calendar, st.just(NOW) | moments, st.sampled_from(ZONES).map(zone_of)),
    st.sampled_from(VIEWERS),
)
EVERYTHING: Final = Everything()
nodes: Final[st.SearchStrategy[Node]] = st.just(EVERYTHING) | st.recursive(
    comparisons() | st.sampled_from(PIECES).map(Text),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(both),
        st.lists(inner, min_size=2, max_size=4).map(either),
    ),
    max_leaves=12,
)


def context_of(viewer: Id) -> Context:
    return Context(Calendar(NOW, UTC), viewer)


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """As many examples: Hypothesis itself gives them to a test alone."""
    found: list[T] = []

    @hypothesis.settings(
        max_examples=count, phases=[hypothesis.Phase.generate], suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(strategy)
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found


@cache
def some_tasks() -> list[Task]:
    """The same in the whole run."""
    return [
        attrs.evolve(task, id=compose(number * 7_919 % 1_009, 7)) for number, task in enumerate(drawn(tasks(), 200))
    ]


def plant(app: Application) -> None:
    """People, lists and `some_tasks`, all with the same ids in every store; once in each."""
    app.perform(STRANGER, _plant)


def _plant(work: UnitOfWork, _actor: Actor) -> None:
    if work.lists.of(VIEWERS[-1]):
        return
    origin = Origin(MAKER, "0" * 32)
    users = {user_id: _user(user_id, name) for user_id, name in PEOPLE.items()}
    for user in users.values():
        work.users.add(user, Credential(user.id, "!"))
    for place, name in enumerate(PLACES):
        its_id = compose(place, 1)
        its_list = List.create(its_id, now=NOW, origin=origin, fields={"name": name, "color": "green"})
        first, *others = (user.as_person() for user in users.values() if is_member(user.id, place))
        roster, sections, tags = Roster.of_new_list(its_id, first), Sections(id=its_id), Tags(id=its_id)
        for person in others:
            roster.add_member(person, VIEWER, by=ADMIN)
        for section_id, its_name in SECTIONS.items():
            sections.add(in_place(place, section_id, SECTIONS), origin=origin, fields={"name": its_name})
        for tag_id, its_name in TAGS.items():
            tags.add(in_place(place, tag_id, TAGS), origin=origin, fields={"name": its_name, "color": "red"})
        for part in (its_list, roster, sections, tags):
            work.lists.add(part)
    for task in some_tasks():
        its = attrs.evolve(task)
        its.record(facts.TaskAdded(its.id))
        work.tasks.add(its)


def is_member(user_id: Id, place: int) -> bool:
    number = VIEWERS.index(user_id)
    return number == len(VIEWERS) - 1 or number != place


def in_place(place: int, known_id: Id, known: dict[Id, str]) -> Id:
    """The section or tag of that place which has the same name."""
    kind = 2 if known is SECTIONS else 3
    return compose(10 * place + list(known).index(known_id), kind)


def _user(user_id: Id, name: str) -> User:
    fields = {"username": name, "email": f"{name}@varied.example", "color": "red"}
    return User.sign_up(user_id, now=datetime(2026, 1, 1, tzinfo=UTC), fields=fields)
