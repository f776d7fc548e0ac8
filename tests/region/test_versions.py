"""A dataset that mixes versions of NUTS says so, and is converted or shown with its break."""

from io import BytesIO

import pytest
from django.test import Client
from pyarrow import parquet

from raceme.access.actor import Actor
from raceme.access.models import Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.region.bridge.figures import source_of
from raceme.region.bridge.versions import coded_in, versions_of
from raceme.region.models import Dataset
from raceme.region.verbs import convert_regions, read_dataset
from tests.factories import NOW, make_actor
from tests.region.making import COLUMNS, make_dataset, make_run

# Centre of France: FR24 in NUTS 2013, FRB0 since 2016. AT11 never changed.
BREAK = {2014: "FR24", 2015: "FR24", 2017: "FRB0"}


def panel(extra: str = "", **values: int) -> bytes:
    lines = ["geo,nace_r2,year,jobs,flag"]
    for place, (year, code) in enumerate(BREAK.items()):
        for industry, jobs in (("C10", 100 + place), ("C25", 60 + place), ("J62", 40 + place)):
            lines += [f"{code},{industry},{year},{jobs},", f"AT11,{industry},{year},{jobs + 7},"]
    return ("\n".join(lines) + "\n" + extra).encode()


def cells(dataset: Dataset) -> dict[tuple[str, int], tuple[float, str | None]]:
    rows = parquet.read_table(BytesIO(bytes(dataset.file.panel))).to_pylist()
    return {
        (row["region"], row["year"]): (row["value"], row["flag"])
        for row in rows
        if row["industry"] == "C10"
    }


def test_the_versions_are_told_year_by_year(manager: Actor):
    dataset = make_dataset(manager, panel(), nuts_version="2016")

    coded = versions_of(dataset.counts, dataset.nuts_version)

    assert coded is not None
    assert coded.is_mixed
    told = [(one.first, one.last, one.version, one.others) for one in coded.stretches]
    assert told == [(2014, 2015, "2013", 0), (2017, 2017, "2016", 0)]


def test_one_version_is_no_break_even_where_others_would_fit(manager: Actor):
    dataset = make_dataset(manager)  # Austria and Slovenia, the same in all versions

    coded = versions_of(dataset.counts, "2013")

    assert coded is not None
    assert not coded.is_mixed
    assert not coded.is_otherwise
    assert versions_of(dataset.counts, "") is None


def test_all_of_another_version_than_was_said_is_told(manager: Actor):
    content = b"geo,nace_r2,year,jobs,flag\nFR24,C10,2014,5,\nFR24,C25,2014,6,\n"
    dataset = make_dataset(manager, content, nuts_version="2024")

    coded = versions_of(dataset.counts, "2024")

    assert coded is not None
    assert (coded.is_mixed, coded.is_otherwise) == (False, True)


def test_converting_brings_all_years_to_one_version(manager: Actor):
    dataset = make_dataset(manager, panel(), nuts_version="2016")
    before = bytes(dataset.file.content)

    dataset = convert_regions(dataset, to="2016", by=manager, at=NOW)

    dataset.file.refresh_from_db()
    assert cells(dataset) == {
        ("FRB0", 2014): (100.0, "x"), ("FRB0", 2015): (101.0, "x"), ("FRB0", 2017): (102.0, None),
        ("AT11", 2014): (107.0, None), ("AT11", 2015): (108.0, None), ("AT11", 2017): (109.0, None),
    }  # fmt: skip
    assert dataset.counts["converted"] == {
        "to": "2016",
        "from": {"2014": "2013", "2015": "2013", "2017": "2016"},
        "left_out": [],
    }
    assert dataset.counts["flags"] == {"x": 6}
    coded = versions_of(dataset.counts, "2016")
    assert coded is not None
    assert not coded.is_mixed
    assert bytes(dataset.file.content) == before
    with pytest.raises(Refused, match="already"):
        convert_regions(dataset, to="2016", by=manager, at=NOW)


def test_figures_say_that_regions_were_converted(manager: Actor):
    dataset = make_dataset(manager, panel(), nuts_version="2016")
    mixed = make_run(manager, dataset)
    dataset = convert_regions(dataset, to="2021", by=manager, at=NOW)
    run = make_run(manager, dataset)

    assert "regions converted to NUTS 2021 by population" in source_of(run)
    assert run.counts["regions"] == ["AT11", "FRB0"]
    # What was measured before stays, with its break.
    assert "converted" not in source_of(mixed)
    coded = coded_in(mixed)
    assert coded is not None
    assert coded.is_mixed


def test_an_old_code_beside_its_new_one_is_left_out(manager: Actor):
    dataset = make_dataset(manager, panel("FR24,C10,2017,999,\nFR2,C10,2014,500,\n"),
                           nuts_version="2016")  # fmt: skip
    coded = versions_of(dataset.counts, "2016")
    assert coded is not None
    assert coded.stretches[-1].others == 1

    dataset = convert_regions(dataset, to="2016", by=manager, at=NOW)

    dataset.file.refresh_from_db()
    assert cells(dataset)["FRB0", 2017] == (102.0, None)
    assert dataset.counts["converted"]["left_out"] == ["FR2", "FR24"]


def test_an_old_code_beside_a_part_of_what_it_became_is_refused(manager: Actor):
    # PL12 became PL91 and PL92.
    more = "".join(
        f"{code},{industry},2017,5,\n"
        for code in ("PL12", "PL91", "FRC1", "FRD1")
        for industry in ("C10", "C25")
    )
    dataset = make_dataset(manager, panel(more), nuts_version="2016")

    with pytest.raises(Refused, match="PL12 stands beside PL91"):
        convert_regions(dataset, to="2016", by=manager, at=NOW)


def test_reading_the_file_anew_takes_the_conversion_back(manager: Actor):
    dataset = make_dataset(manager, panel(), nuts_version="2016")
    convert_regions(dataset, to="2016", by=manager, at=NOW)

    dataset = read_dataset(dataset, columns=COLUMNS, only={}, by=manager, at=NOW)

    assert "converted" not in dataset.counts
    coded = versions_of(dataset.counts, dataset.nuts_version)
    assert coded is not None
    assert coded.is_mixed


def test_nonsense_and_those_who_may_not_are_refused(manager: Actor):
    dataset = make_dataset(manager, panel(), nuts_version="2016")
    assert manager.cluster is not None

    with pytest.raises(Refused, match="no such version"):
        convert_regions(dataset, to="1999", by=manager, at=NOW)
    with pytest.raises(NotAllowed):
        convert_regions(dataset, to="2016", by=make_actor(manager.cluster, Role.VIEWER), at=NOW)
    other = make_dataset(manager, nuts_version="")
    with pytest.raises(Refused, match="Say first"):
        convert_regions(other, to="2016", by=manager, at=NOW)


def test_the_pages_say_so_and_convert(manager: Actor, client: Client):
    assert manager.user is not None
    client.force_login(manager.user)
    dataset = make_dataset(manager, panel(), nuts_version="2016")
    run = make_run(manager, dataset)
    there = f"/c/here/region/data/{dataset.pk}/"
    warning = "coded by more than one version of NUTS"

    before = client.get(there).content.decode()
    region = client.get(f"/c/here/region/mappings/{run.pk}/AT11/").content.decode()
    after = client.post(f"{there}convert/", {"to": "2024"}, follow=True).content.decode()

    assert warning in before
    assert "2014 to 2015: NUTS 2013" in before
    assert warning in region
    assert "The regions are of one version now." in after
    assert warning not in after
