"""What the database finds is what the matcher says: filters are a rule of the domain, not of a store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Store
from tasktix.application.unit_of_work import Search
from tasktix.domain.calendar import Shift, Weekday
from tasktix.domain.calibration import Sample
from tasktix.domain.filters.ast import (
    Comparison,
    Name,
    Node,
    Not,
    Op,
    Ratio,
    Reference,
    Seconds,
    Someone,
    Text,
    Value,
    Word,
)
from tasktix.domain.filters.fields import FIELDS, NAMES, OPERATORS, Kind, references_of, words_of
from tasktix.domain.filters.subject import Context
from tasktix.domain.ids import Id
from tasktix.domain.ordering import ORDERS
from tests.builders import new_application
from tests.contract import varied
from tests.contract.varied import EVERYTHING, PIECES, VIEWERS, context_of, contexts, drawn, moments, nodes
from tests.fakes import FakeClock, SeededChance
from tests.filter_strategies import durations, ratios, values_of

ALL: Final = 10_000
MANY: Final = settings(max_examples=max(150, settings().max_examples), suppress_health_check=[HealthCheck.too_slow])

Question = tuple[Node, Context]


@pytest.fixture(scope="module")
def matcher_app(store_of: Callable[[str], Store], clock: FakeClock, chance: SeededChance) -> Application:
    """The memory store asks the domain's own matcher."""
    app = new_application(store_of("memory"), clock, chance)
    varied.plant(app)
    return app


@pytest.fixture(scope="module")
def database_app(sql_app: Application) -> Application:
    varied.plant(sql_app)
    return sql_app


def found(app: Application, node: Node, here: Context) -> list[Id]:
    wanted = Search(node, here, ORDERS["auto"], ALL)
    return [task.id for task in app.look(Actor(), lambda work, _: work.tasks.find(wanted))]


def samples(app: Application, node: Node, here: Context) -> list[Sample]:
    taken = app.look(Actor(), lambda work, _: work.tasks.samples(node, here))
    return sorted(taken, key=lambda sample: (sample.list_id, sample.tags, sample.expected, sample.elapsed))


# each comparison by itself


def shape(value: Value) -> str:
    """Values of one shape are compiled in one way."""
    match value:
        case Word(text) | Reference(text):
            return text
        case Someone():
            return value.value
    return type(value).__name__


def shapes_of(name: str) -> tuple[str, ...]:
    """All that may be compared with the field."""
    own = {
        Kind.NAME: ("Name",),
        Kind.PERSON: ("Name", *Someone),
        Kind.DAY: ("date", "Weekday", "Shift"),
        Kind.DURATION: ("Seconds",),
        Kind.NUMBER: ("Ratio",),
    }
    return (*own.get(NAMES[name], ()), *words_of(name), *references_of(name))


WAYS: Final = {name: [(op, shape) for op in OPERATORS[NAMES[name]] for shape in shapes_of(name)] for name in NAMES}


def values(name: str, its_shape: str) -> st.SearchStrategy[Value]:
    made: dict[str, st.SearchStrategy[Value]] = {
        "Name": values_of(name).filter(lambda value: isinstance(value, Name)),
        "date": st.dates() | moments.map(lambda moment: moment.date()),
        "Weekday": st.integers(0, 6).map(Weekday),
        "Shift": st.builds(Shift, st.sampled_from((-100, -2, -1, 0, 1, 2, 100)), st.sampled_from("dwmy")),
        "Seconds": durations.map(Seconds),
        "Ratio": ratios | st.sampled_from((Ratio(0, 1), Ratio(1, 1), Ratio(15, 10), Ratio(60, 1))),
    }
    if its_shape in made:
        return made[its_shape]
    if its_shape in references_of(name):
        return st.just(Reference(its_shape))
    return st.just(Word(its_shape) if words_of(name) else Someone(its_shape))


def comparisons(name: str, op: Op, its_shape: str) -> st.SearchStrategy[Comparison]:
    return values(name, its_shape).map(lambda value: Comparison(name, op, (value,)))


@pytest.fixture(scope="session")
def questions() -> dict[str, list[Question]]:
    """Of each field or group of flags, with every operator and every shape of value, in several contexts."""

    def in_every_way(name: str) -> st.SearchStrategy[tuple[Question, ...]]:
        return st.tuples(*(st.tuples(comparisons(name, op, its_shape), contexts) for op, its_shape in WAYS[name]))

    return {
        name: [question for some in drawn(in_every_way(name), max(3, 60 // len(WAYS[name]))) for question in some]
        for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_comparison_finds_what_it_says(
    name: str, questions: dict[str, list[Question]], matcher_app: Application, database_app: Application
) -> None:
    for node, here in questions[name]:
        assert found(database_app, node, here) == found(matcher_app, node, here), (node, here)


def test_every_field_is_asked_for_in_every_way(questions: dict[str, list[Question]]) -> None:
    asked = {
        (name, node.op, shape(value))
        for name, its in questions.items()
        for node, _ in its
        if isinstance(node, Comparison)
        for value in node.values
    }
    assert asked == {(name, *way) for name, ways in WAYS.items() for way in ways}
    flags = {f"{name}:{word}" for name, _, word in asked if NAMES[name] is Kind.FLAG}
    assert flags | {name for name, _, _ in asked if NAMES[name] is not Kind.FLAG} | {"text"} == set(FIELDS)


def test_every_operator_and_flag_tells_tasks_apart(
    questions: dict[str, list[Question]], matcher_app: Application
) -> None:
    """Or the other tests would prove little."""
    everything = {viewer: len(found(matcher_app, EVERYTHING, context_of(viewer))) for viewer in VIEWERS}
    dull: set[tuple[str, str]] = set()
    telling: set[tuple[str, str]] = set()
    for name, its in questions.items():
        for node, here in its:
            assert isinstance(node, Comparison)
            way = name, shape(node.values[0]) if NAMES[name] is Kind.FLAG else node.op
            is_telling = 0 < len(found(matcher_app, node, here)) < everything[here.viewer]
            (telling if is_telling else dull).add(way)
    assert dull <= telling


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_words_are_found_where_they_stand(piece: str, matcher_app: Application, database_app: Application) -> None:
    for here in drawn(contexts, 2):
        for node in (Text(piece), Not(Text(piece))):
            assert found(database_app, node, here) == found(matcher_app, node, here)


# all of them together


@given(nodes, contexts)
@MANY
def test_a_filter_finds_what_it_says(
    matcher_app: Application, database_app: Application, node: Node, here: Context
) -> None:
    assert found(database_app, node, here) == found(matcher_app, node, here)


@given(nodes, contexts)
def test_the_samples_of_a_report_are_those_that_match(
    matcher_app: Application, database_app: Application, node: Node, here: Context
) -> None:
    assert samples(database_app, node, here) == samples(matcher_app, node, here)
