"""The way of a policy-maker from the map of all regions to the brief of one."""

from io import BytesIO

import pytest
from playwright.sync_api import BrowserContext
from pypdf import PdfReader

from raceme.access.actor import Actor
from tests.browser.hands import Hands
from tests.factories import make_organisation
from tests.region.making import make_rows
from tests.region.test_boundaries import take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_policy_maker_goes_from_the_map_to_a_brief(
    signed_in: BrowserContext, manager: Actor, hands: type[Hands]
):
    assert manager.cluster is not None
    make_rows(manager.cluster)
    take(manager)  # outlines of two of the regions
    make_organisation(manager.cluster, nace="25.62", nuts="AT312", country="AT")
    hand = hands(signed_in.new_page())

    hand.open("/")
    hand.follow("Region")
    hand.follow("All regions")
    hand.see("On the map")
    hand.read("4 regions have no boundaries here, or lie overseas.")
    hand.see("6 regions in 2020")
    hand.fill("Name or code", "oberoster")
    hand.press("Show")
    hand.see("One region in 2020")
    hand.follow("Oberösterreich (AT31)")
    hand.see("What the region is strong in")
    hand.unfold("The figures as a table", among="Where the cluster is, and where it is not")
    hand.read("region strong, cluster present")
    hand.follow("2019")
    hand.unfold("Brief")
    paper = PdfReader(BytesIO(hand.download("Two pages, PDF: English").read_bytes()))

    assert len(paper.pages) == 2
    assert "Oberösterreich" in paper.pages[0].extract_text()
