"""The brief on structural change: two pages, in both languages, also of a region hardly known."""

from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from raceme.access.actor import Actor
from raceme.region.bridge.brief import brief_of
from raceme.region.bridge.names import short_name
from raceme.region.models import MappingRun
from tests.factories import TODAY
from tests.region.making import make_dataset, make_rows, make_run


@pytest.fixture
def run(manager: Actor) -> MappingRun:
    assert manager.cluster is not None
    return make_rows(manager.cluster)


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_has_two_pages_a_title_and_a_language(run: MappingRun, manager: Actor, language: str):
    with translation.override(language):
        paper = PdfReader(BytesIO(brief_of(run, "AT31", manager, on=TODAY)))

    text = paper.pages[0].extract_text()
    assert len(paper.pages) == 2
    assert paper.root_object["/Lang"] == language
    assert "Oberösterreich (AT31)" in text
    assert "Example office, table 1 · CC BY 4.0" in text


def test_what_is_hidden_is_no_number_on_paper(run: MappingRun, manager: Actor):
    text = PdfReader(BytesIO(brief_of(run, "AT12", manager, on=TODAY))).pages[1].extract_text()

    # C25 of AT12 is confidential: five of six cells are known.
    assert "83% of the cells of this region are known" in " ".join(text.split())


def test_a_region_of_one_year_has_a_brief_all_the_same(manager: Actor):
    lines = ["geo,nace_r2,year,jobs,flag", "AT31,C10,2020,5,", "AT12,C25,2020,7,"]
    run = make_run(manager, make_dataset(manager, "\n".join(lines).encode()))

    paper = PdfReader(BytesIO(brief_of(run, "AT31", manager, on=TODAY)))

    assert len(paper.pages) == 2
    assert "Too little is known." in paper.pages[0].extract_text()


def test_it_is_handed_out_in_the_language_asked_for(run: MappingRun, browser: Client):
    there = f"/c/here/region/mappings/{run.pk}/AT31/brief"

    answer = browser.get(f"{there}-de.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert PdfReader(BytesIO(answer.content)).root_object["/Lang"] == "de"
    assert browser.get(f"{there}-fi.pdf").status_code == 404


def test_names_of_industries_are_shortened_so_that_german_stays_german():
    assert short_name("Manufacture of basic metals") == "Basic metals"
    assert short_name("Herstellung von Möbeln") == "H. v. Möbeln"
    assert short_name("Maschinenbau") == "Maschinenbau"
    assert short_name("Manufacture of ") == "Manufacture of "
