"""A look at a database that was away: answered, or said to be unavailable (contract, section 1: never 500)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.harness.mariadb import MariaDB
from tests.harness.server import RunningServer
from tests.http.client import Client

READERS = 12


def test_a_lost_connection_is_not_a_fault_of_a_read(own_mariadb: MariaDB) -> None:
    with RunningServer(environment={"TASKTIX_DATABASE_URL": own_mariadb.new_database()}) as server:
        person = Client.newcomer(server.url)
        lists = [person.new_list(f"{number}").id for number in range(READERS)]

        def look(number: int) -> int:
            return person.get(f"/lists/{lists[number]}/history").status

        with ThreadPoolExecutor(READERS) as pool:
            assert set(pool.map(look, range(READERS))) == {200}
            own_mariadb.kill()
            own_mariadb.start()
            statuses = Counter(pool.map(look, range(READERS)))
        assert statuses.keys() <= {200, 503}, statuses
