"""Two people press the button in the same moment, and there is one place."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import OperationalError, connection

from raceme.events.models import Event
from tests.events.making import come, make_open, states
from tests.factories import make_cluster


def until_done(name: str, pk: int) -> None:
    """Register; a database in memory, unlike one in a file, does not wait for its turn."""
    for _try in range(200):
        try:
            come(Event.objects.select_related("cluster").get(pk=pk), name, with_letter=False)
        except OperationalError:
            sleep(0.02)
        else:
            return
    raise TimeoutError


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once() -> None:
    event = make_open(make_cluster("here"), capacity=1)
    together = Barrier(4)

    def press(name: str) -> None:
        together.wait()
        try:
            until_done(name, event.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(press, ("Ann", "Ben", "Cleo", "Dan")))

    assert sorted(states(event).values()) == ["confirmed", "waiting", "waiting", "waiting"]
