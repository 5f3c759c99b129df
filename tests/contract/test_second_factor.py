"""The second factor and the tickets, in every store: each counts once, however many come."""

from __future__ import annotations

from functools import partial

import pytest

from tasktix.application import accounts, factors, sessions, tickets
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.domain.errors import Invalid, NoSuchUser, NotFound, NotSignedIn, SecondFactorOn, WrongCode
from tasktix.domain.second_factor import Shown, hash_backup_code
from tasktix.domain.tickets import LIFE
from tests.builders import STRANGER, Sample, login_of, sign_in, sign_up
from tests.contract.threads import together
from tests.fakes import FakeClock

SEALED = "a sealed secret"


def step(number: int) -> Shown:
    return Shown(SEALED, number, "")


def backup(code: str) -> Shown:
    return Shown(SEALED, None, hash_backup_code(code))


@pytest.fixture
def person(app: Application) -> Actor:
    """Has the second factor on since step 10, and the backup codes a and b."""
    person = sign_up(app)
    app.perform(person, factors.offer, sealed=SEALED)
    hashes = [hash_backup_code(it) for it in "ab"]
    app.perform(person, factors.turn_on, shown=step(10), hashes=hashes, token=app.chance.token())
    return person


def half_of(app: Application, person: Actor) -> str:
    token = app.chance.token()
    assert app.perform(person, sessions.start, user_id=person.user_id, token=token, remember=True) is None
    return token


def complete(app: Application, half: str, shown: Shown) -> str:
    token = app.chance.token()
    app.perform(STRANGER, sessions.complete, half=half, shown=shown, token=token)
    return token


def test_half_a_session_opens_nothing_until_it_is_whole(app: Application, person: Actor) -> None:
    half = half_of(app, person)
    assert app.look(STRANGER, sessions.half_of, half=half) == person.user
    assert app.look(STRANGER, sessions.with_token, token=half) is None
    token = complete(app, half, step(11))
    assert app.look(STRANGER, sessions.with_token, token=half) is None
    session = app.look(STRANGER, sessions.with_token, token=token)
    assert session
    assert (session.user_id, session.remember) == (person.user, True)


def test_a_proof_that_is_whole_needs_no_second_factor(app: Application, person: Actor) -> None:
    token = app.chance.token()
    whole = app.perform(person, sessions.start, user_id=person.user_id, token=token, remember=False, is_whole=True)
    assert whole


def test_half_a_session_lives_ten_minutes(app: Application, person: Actor, clock: FakeClock) -> None:
    half = half_of(app, person)
    clock.advance(LIFE)
    with pytest.raises(NotSignedIn):
        app.look(STRANGER, sessions.half_of, half=half)
    with pytest.raises(NotSignedIn):
        complete(app, half, step(11))
    app.perform(SYSTEM, tickets.forget_expired)


def test_a_wrong_code_leaves_the_half_and_the_right_one_takes_it(app: Application, person: Actor) -> None:
    half = half_of(app, person)
    for wrong in (Shown(SEALED, None, "x"), step(10), Shown("another secret", 11, "")):
        with pytest.raises(WrongCode):
            complete(app, half, wrong)
    complete(app, half, step(11))
    with pytest.raises(NotSignedIn):
        complete(app, half, step(12))


def test_no_step_counts_twice_nor_an_earlier_one(app: Application, person: Actor) -> None:
    complete(app, half_of(app, person), step(20))
    for used in (20, 19, 10):
        with pytest.raises(WrongCode):
            complete(app, half_of(app, person), step(used))
    complete(app, half_of(app, person), step(21))


def test_a_backup_code_counts_once(app: Application, person: Actor) -> None:
    complete(app, half_of(app, person), backup("a"))
    with pytest.raises(WrongCode):
        complete(app, half_of(app, person), backup("a"))
    factor = app.look(person, factors.own)
    assert factor
    assert len(factor.backup_hashes) == 1


@pytest.mark.parametrize("shown", [step(30), backup("b")], ids=["step", "backup"])
@pytest.mark.parametrize("is_one_half", [True, False])
def test_of_many_at_once_one_gets_in(app: Application, person: Actor, shown: Shown, is_one_half: bool) -> None:
    one = half_of(app, person)

    def redeem(half: str) -> bool:
        try:
            complete(app, half, shown)
        except (WrongCode, NotSignedIn):
            return False
        return True

    halves = [one if is_one_half else half_of(app, person) for _ in range(12)]
    assert sum(together([partial(redeem, half) for half in halves])) == 1


def test_another_password_throws_out_who_is_half_inside(app: Application, sample: Sample) -> None:
    app.perform(
        sample.outsider,
        accounts.change_password,
        known_hash=f"hash of {sample.outsider_login}",
        password_hash="hash of another",
        token=app.chance.token(),
    )
    with pytest.raises(NotSignedIn):
        complete(app, sample.half, sample.shown)


def test_an_offer_counts_from_its_first_code(app: Application) -> None:
    person = sign_up(app)
    with pytest.raises(NotFound):
        app.perform(person, factors.turn_on, shown=step(1), hashes=[], token="t")
    app.perform(person, factors.offer, sealed="forgotten")
    app.perform(person, factors.offer, sealed=SEALED)
    assert app.look(person, factors.own) is None
    sign_in(app, person.user_id, app.chance.token())
    with pytest.raises(Invalid):
        app.perform(person, factors.turn_on, shown=Shown("forgotten", 1, ""), hashes=[], token="t")
    other = sign_in(app, person.user_id, app.chance.token())
    app.perform(person, factors.turn_on, shown=step(1), hashes=["x"], token=app.chance.token())
    with pytest.raises(NotSignedIn):
        app.look(other, sessions.current)
    with pytest.raises(SecondFactorOn):
        app.perform(person, factors.offer, sealed="another")
    with pytest.raises(SecondFactorOn):
        app.perform(person, factors.turn_on, shown=step(2), hashes=[], token="t")


def test_it_is_turned_off_by_a_code_and_can_be_turned_on_again(app: Application, person: Actor) -> None:
    with pytest.raises(Invalid):
        app.perform(person, factors.turn_off, shown=step(10), token="t")
    app.perform(person, factors.turn_off, shown=step(11), token=app.chance.token())
    assert app.look(person, factors.own) is None
    with pytest.raises(NotFound):
        app.perform(person, factors.turn_off, shown=step(12), token="t")
    sign_in(app, person.user_id, app.chance.token())
    app.perform(person, factors.offer, sealed=SEALED)


def test_the_operator_takes_it_away_from_who_lost_everything(app: Application, person: Actor) -> None:
    login = login_of(app, person)
    half = half_of(app, person)
    app.perform(SYSTEM, accounts.reset_second_factor, login=login)
    with pytest.raises(NotSignedIn):
        app.look(person, sessions.current)
    with pytest.raises(WrongCode):
        complete(app, half, step(11))
    again = sign_in(app, person.user_id, app.chance.token())
    assert app.look(again, factors.own) is None
    assert not app.commit(SYSTEM, accounts.reset_second_factor, login=login).positions
    app.look(again, sessions.current)
    with pytest.raises(NoSuchUser):
        app.perform(SYSTEM, accounts.reset_second_factor, login="nobody")


def test_new_backup_codes_take_the_place_of_all_others(app: Application, person: Actor) -> None:
    app.perform(person, factors.replace_backup_codes, shown=backup("a"), hashes=[hash_backup_code("c")])
    with pytest.raises(WrongCode):
        complete(app, half_of(app, person), backup("b"))
    complete(app, half_of(app, person), backup("C"))
