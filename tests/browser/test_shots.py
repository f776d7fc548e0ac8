import pytest
from tests.browser.conftest import *
from tests.meetings.floor import Fair
from tests.meetings.test_board_pages import happens_now, _now
from raceme.meetings.verbs.places import add_places
from raceme.meetings.models import *
import random
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = tuple("Anna Bernd Cleo Dario Emma Franz Greta Hugo Ines Jakob Karla Leo Mia Nina Otto Paula".split())
def test_shots(signed_in, cluster):
    fair = Fair(cluster, names=NAMES)
    add_places(fair.matchmaking, [f"Table {n}" for n in range(3, 7)], by=fair.system, at=_now())
    draw = random.Random(2); pairs=set()
    while len(pairs) < 46:
        a, b = draw.sample([n[0] for n in NAMES], 2)
        if b + a not in pairs: pairs.add(a + b)
    fair.ask(*sorted(pairs))
    happens_now(fair)
    t = fair.compute(seconds=10, at=_now())
    print(t.state, t.status, t.ended, t.goals, t.reliefs, t.trouble)
    page = signed_in.pages[0]
    base = f"/c/{cluster.slug}/meetings/{fair.matchmaking.pk}"
    def shots(name, path):
        page.goto(path)
        for w, h in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": w, "height": h})
            page.screenshot(path=f"/tmp/shots/{name}-{w}.png", full_page=(w == 390))
        page.set_viewport_size({"width": 1280, "height": 900})
    shots("board", f"{base}/board/")
    seat = page.locator("[data-grid] .seat").first
    seat.click(); page.wait_for_selector("#choice[data-chosen]"); page.wait_for_timeout(800)
    page.screenshot(path="/tmp/shots/chosen-1280.png")
    page.set_viewport_size({"width": 390, "height": 844}); page.screenshot(path="/tmp/shots/chosen-390.png"); page.set_viewport_size({"width": 1280, "height": 900})
    src = page.locator("[data-grid] .seat").nth(2); dst = page.locator("[data-grid] td:not(:has(.seat))").last
    shots("publish", f"/c/{cluster.slug}/meetings/versions/{t.pk}/publish/")
    page.goto(f"/c/{cluster.slug}/meetings/versions/{t.pk}/publish/")
    page.get_by_role("button", name="Publish and write to them").click(); page.wait_for_load_state()
    shots("compute", f"{base}/board/compute/")
    shots("versions", f"{base}/board/versions/")
    shots("day", f"{base}/day/")
    shots("desk", f"{base}/day/desk/")
    shots("screen", f"{base}/screen/")
