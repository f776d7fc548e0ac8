"""Who takes newcomers in; and that equal figures have equal ranks."""

from datetime import date

import numpy as np
import pytest

from raceme.cores.matching.figures import Atlas, _ranks
from raceme.cores.matching.history import history_before
from raceme.cores.matching.values import COMPANY, Collaboration, Organisation

AT = date(2019, 1, 1)
# "host" has worked with "old" and taken "first" in; "late" and "kin" have done nothing yet.
PEOPLE = {
    "old": ("DE", "Ulm", "Alpha Werke"),
    "host": ("AT", "Graz", "Institute of Sensors"),
    "first": ("AT", "Graz", "Zwirbel Optics"),
    "late": ("AT", "Graz", "Beta Foods"),
    "kin": ("SI", "Celje", "Zwirbel Trade"),
}
NAMES = list(PEOPLE)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    people = [
        Organisation(name, kind="REC" if name == "host" else COMPANY, country=c, city=t, text=text)
        for name, (c, t, text) in PEOPLE.items()
    ]
    past = [
        Collaboration("solo", date(2015, 1, 1), ("old",)),
        Collaboration("one", date(2016, 1, 1), ("old", "host"), lead="host"),
        Collaboration("two", date(2018, 1, 1), ("host", "first"), lead="host"),
    ]
    return Atlas(history_before(AT, people, past))


def test_whoever_worked_with_new_companies_brought_them(atlas: Atlas) -> None:
    brought = dict(zip(NAMES, atlas.arrivals.brought, strict=True))

    assert brought["host"] > brought["old"]
    assert (brought["late"], brought["kin"]) == (0, 0)


def test_a_newcomer_is_close_to_partners_of_its_town_and_of_its_group(atlas: Atlas) -> None:
    late, kin = (np.array([NAMES.index(name)]) for name in ("late", "kin"))
    of_late, of_kin = (atlas.arrivals.closeness(one) for one in (late, kin))
    host, old, first = (NAMES.index(name) for name in ("host", "old", "first"))

    assert of_late["ties_town"][0, host] > 0
    assert of_late["new_home"][0, host] > 0
    assert (of_kin["ties_town"] == 0).all()
    assert of_kin["kin"][0, first] > 0 == of_kin["kin"][0, old]
    assert of_kin["ties_kin"][0, host] > 0 == of_kin["ties_kin"][0, old]


def test_equal_figures_share_a_rank() -> None:
    row = np.array([0, 0, 0, 0, 1, 1])

    assert _ranks(np.array([3.0, 1.0, 3.0, 2.0, 5.0, 5.0]), row).tolist() == [0, 3, 0, 2, 0, 0]
