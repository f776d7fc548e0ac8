"""The addresses of collaboration: who sees what, who may do what."""

from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Role
from raceme.collaboration.models import PartnerPage
from raceme.collaboration.verbs.saved import save_search
from raceme.members.models import Organisation
from tests.collaboration.partners import introduced_by_hand
from tests.factories import NOW, make_notice

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}

READ_PAGES = {
    "collaboration:figures": OFFICE,
    "collaboration:letters": OFFICE,
    "collaboration:notice": SEATED,
    "collaboration:notices": SEATED,
    "collaboration:notices_download": SEATED,
    "collaboration:saved_searches": OFFICE,
    "collaboration:search": OFFICE,
    "collaboration:searches": OFFICE,
    "collaboration:suggestion": OFFICE,
    "collaboration:suggestions": OFFICE,
    "collaboration:suggestions_download": OFFICE,
}
FORM_PAGES = {
    "collaboration:decline": WORK,
    "collaboration:drop": WORK,
    "collaboration:edit_notice": WORK,
    "collaboration:find": WORK,
    "collaboration:find_answers": WORK,
    "collaboration:new_notice": WORK,
    "collaboration:note_step": WORK,
    "collaboration:release": WORK,
}
ACTS = {
    "collaboration:act_on_notice": WORK,
    "collaboration:act_on_saved_search": WORK,
    "collaboration:act_on_suggestion": WORK,
    "collaboration:notice_columns": SEATED,
    "collaboration:renew_link": WORK,
    "collaboration:send_link": WORK,
    "collaboration:send_waiting": WORK,
    "collaboration:suggestion_columns": OFFICE,
    "collaboration:undo_step": WORK,
}
# Who may not see suggestions at all finds no step of one, and no page of a member.
NOT_EVEN_THERE: set[tuple[str, Role]] = {
    ("collaboration:renew_link", Role.VIEWER),
    ("collaboration:send_waiting", Role.VIEWER),
    ("collaboration:undo_step", Role.VIEWER),
}
MORE_VALUES: dict[str, dict[str, object]] = {
    "collaboration:act_on_notice": {"act": "prolong"},
    "collaboration:act_on_saved_search": {"act": "end"},
    "collaboration:act_on_suggestion": {"act": "remind"},
    "collaboration:decline": {"side": "one"},
    "collaboration:notices_download": {"kind": "csv"},
    "collaboration:suggestions_download": {"kind": "csv"},
}
NOTICE = {"kind": "offer", "title": "Welding", "expires_on": "2030-01-31"}
STEP = {"state": "met", "happened_on": "2026-11-24"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/partners/notices"): (WORK, NOTICE | {"organisation_id": 0}),
    ("put", "/partners/notices/{pk}"): (WORK, NOTICE),
    ("post", "/partners/notices/{pk}/withdraw"): (WORK, None),
    ("post", "/partners/searches"): (WORK, {"number": 1}),
    ("post", "/partners/suggestions/{pk}/release"): (WORK, {}),
    ("post", "/partners/suggestions/{pk}/drop"): (WORK, {"because": "topic"}),
    ("post", "/partners/suggestions/{pk}/steps"): (WORK, STEP),
}
READS: dict[str, set[Role]] = {
    "/partners/searches/{pk}": OFFICE,
    "/partners/suggestions": OFFICE,
    "/partners/suggestions/{pk}": OFFICE,
}
# Which page an operation shares its row with.
OF_PARTNERS = {
    "partners/searches": "collaboration:search",
    "partners/suggestions": "collaboration:suggestion",
}


def rows_of_collaboration(first: Organisation, second: Organisation) -> dict[str, int]:
    """Give two members something to say, and introduce them; say which row each page is about."""
    system = system_of(first.cluster)
    notice = make_notice(first, title="We look for a welder", terms=["welding"])
    make_notice(second, kind="offer", title="We weld copper", terms=["welding", "copper"])
    step = introduced_by_hand(first, second, notice)
    suggestion = step.suggestion
    search = suggestion.search
    assert search is not None
    pages = ("suggestion", "decline", "drop", "note_step", "release", "act_on_suggestion")
    return {
        "collaboration": notice.pk,
        "partners": notice.pk,
        "collaboration:undo_step": step.pk,
        "collaboration:act_on_saved_search": save_search(first, by=system, at=NOW).pk,
        **{f"collaboration:{page}": first.pk for page in ("send_link", "renew_link")},
        "collaboration:send_waiting": PartnerPage.objects.get(organisation=first).pk,
        "collaboration:search": search.pk,
        **{f"collaboration:{page}": suggestion.pk for page in pages},
    }
