"""A start whose line to the database is cut, sooner or later: told as such, and the next start goes on from there."""

from __future__ import annotations

from contextlib import closing, suppress

from tasktix import connect
from tasktix.application.ports import Unavailable
from tests.faults.line import Line
from tests.faults.run import Party, Plan
from tests.harness.mariadb import MariaDB

STEP = 23
"""Every so many answers: not each of the hundreds that a first start gets, but some of every part of it."""


def test_a_migration_that_is_cut_is_unavailable_and_goes_on(mariadb: MariaDB) -> None:
    party = Party(Plan(0, 0, 0))
    line = Line("127.0.0.1", mariadb.port)
    party.do(line.start())
    try:
        for answers in range(1, 1000, STEP):
            url = mariadb.new_database("cut").replace(f":{mariadb.port}/", f":{line.port}/")
            line.answers_left = answers
            is_cut = True
            with suppress(Unavailable):
                connect(url).close()
                is_cut = False
            line.answers_left = None
            with closing(connect(url)) as application:
                assert application.store.schema_fault() is None
            mariadb.drop_database(url)
            if not is_cut:
                break
        assert STEP < answers < 1000 - STEP
    finally:
        party.do(line.close())
        party.close()
