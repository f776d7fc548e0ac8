"""Two people press the button in the same moment, and there is one place."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from raceme.events.models import Event
from tests.events.making import come, make_open, states
from tests.factories import make_cluster


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once() -> None:
    event = make_open(make_cluster("here"), capacity=1)
    together = Barrier(4)

    def press(name: str) -> None:
        try:
            together.wait()
            come(Event.objects.select_related("cluster").get(pk=event.pk), name, with_letter=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(press, ("Ann", "Ben", "Cleo", "Dan")))

    assert sorted(states(event).values()) == ["confirmed", "waiting", "waiting", "waiting"]
