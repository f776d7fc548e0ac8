"""The addresses of collaboration: who sees what, who may do what."""

from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Role
from raceme.collaboration.models import PartnerPage
from raceme.collaboration.verbs.partners import add_partner
from raceme.collaboration.verbs.saved import save_search
from raceme.members.models import Organisation
from tests.collaboration.partners import introduced_by_hand
from tests.factories import NOW, make_call, make_chain, make_consortium, make_notice

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}

READ_PAGES = {
    "collaboration:chain": SEATED,
    "collaboration:chain_download": SEATED,
    "collaboration:chains": SEATED,
    "collaboration:technologies": OFFICE,
    "collaboration:technologies_download": OFFICE,
    "collaboration:call": SEATED,
    "collaboration:calls": SEATED,
    "collaboration:calls_download": SEATED,
    "collaboration:candidates": OFFICE,
    "collaboration:consortia": OFFICE,
    "collaboration:consortia_download": OFFICE,
    "collaboration:consortium": OFFICE,
    "collaboration:matrix_download": OFFICE,
    "collaboration:network": SEATED,
    "collaboration:network_download": SEATED,
    "collaboration:network_graphml": SEATED,
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
    "collaboration:edit_chain": WORK,
    "collaboration:new_chain": WORK,
    "collaboration:add_partner": WORK,
    "collaboration:answer_consortium": WORK,
    "collaboration:decide_consortium": WORK,
    "collaboration:edit_call": WORK,
    "collaboration:edit_consortium": WORK,
    "collaboration:edit_partner": WORK,
    "collaboration:edit_requirement": WORK,
    "collaboration:invite_partner": WORK,
    "collaboration:need_competence": WORK,
    "collaboration:new_call": WORK,
    "collaboration:new_consortium": WORK,
    "collaboration:partner_says_no": WORK,
    "collaboration:submit_consortium": WORK,
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
    "collaboration:act_on_chain": WORK,
    "collaboration:act_on_call": WORK,
    "collaboration:act_on_partner": WORK,
    "collaboration:act_on_requirement": WORK,
    "collaboration:call_columns": SEATED,
    "collaboration:consortium_columns": OFFICE,
    "collaboration:step_back": WORK,
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
    "collaboration:act_on_chain": {"act": "drop"},
    "collaboration:chain_download": {"kind": "csv"},
    "collaboration:technologies_download": {"kind": "csv"},
    "collaboration:act_on_call": {"act": "put-aside"},
    "collaboration:act_on_notice": {"act": "prolong"},
    "collaboration:act_on_partner": {"act": "agreed"},
    "collaboration:act_on_requirement": {"act": "drop"},
    "collaboration:calls_download": {"kind": "csv"},
    "collaboration:consortia_download": {"kind": "csv"},
    "collaboration:matrix_download": {"kind": "csv"},
    "collaboration:partner_says_no": {"act": "declined"},
    "collaboration:network_download": {"what": "ties", "kind": "csv"},
    "collaboration:act_on_saved_search": {"act": "end"},
    "collaboration:act_on_suggestion": {"act": "remind"},
    "collaboration:decline": {"side": "one"},
    "collaboration:notices_download": {"kind": "csv"},
    "collaboration:suggestions_download": {"kind": "csv"},
}
NOTICE = {"kind": "offer", "title": "Welding", "expires_on": "2030-01-31"}
CHAIN = {"title": "Furniture", "steps": [{"title": "Wood"}, {"title": "Tables"}]}
CALL = {"title": "Clean metal", "partners_min": 3, "countries": ["AT", "SI"]}
CONSORTIUM = {"title": "Cutting without waste"}
STEP = {"state": "met", "happened_on": "2026-11-24"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/partners/calls"): (WORK, CALL),
    ("put", "/partners/calls/{pk}"): (WORK, CALL),
    ("post", "/partners/calls/{pk}/put-aside"): (WORK, None),
    ("post", "/partners/chains"): (WORK, CHAIN),
    ("put", "/partners/chains/{pk}"): (WORK, CHAIN),
    ("post", "/partners/consortia"): (WORK, CONSORTIUM | {"call_id": 0}),
    ("put", "/partners/consortia/{pk}"): (WORK, CONSORTIUM),
    ("post", "/partners/consortia/{pk}/partners"): (WORK, {"organisation_id": 0}),
    ("post", "/partners/notices"): (WORK, NOTICE | {"organisation_id": 0}),
    ("put", "/partners/notices/{pk}"): (WORK, NOTICE),
    ("post", "/partners/notices/{pk}/withdraw"): (WORK, None),
    ("post", "/partners/searches"): (WORK, {"number": 1}),
    ("post", "/partners/suggestions/{pk}/release"): (WORK, {}),
    ("post", "/partners/suggestions/{pk}/drop"): (WORK, {"because": "topic"}),
    ("post", "/partners/suggestions/{pk}/steps"): (WORK, STEP),
}
# Which page an operation shares its row with.
OF_PARTNERS = {
    "partners/searches": "collaboration:search",
    "partners/suggestions": "collaboration:suggestion",
    "partners/calls/": "collaboration:call",
    "partners/chains/": "collaboration:chain",
    "partners/consortia/": "collaboration:consortium",
    "partners/needed/": "collaboration:candidates",
}
READS: dict[str, set[Role]] = {
    "/partners/consortia": OFFICE,
    "/partners/consortia/pipeline": OFFICE,
    "/partners/consortia/{pk}": OFFICE,
    "/partners/needed/{pk}/candidates": OFFICE,
    "/partners/searches/{pk}": OFFICE,
    "/partners/suggestions": OFFICE,
    "/partners/suggestions/{pk}": OFFICE,
    "/partners/technologies": OFFICE,
}
OF_CALLS = ("call", "edit_call", "act_on_call")
OF_CONSORTIA = (
    "consortium", "edit_consortium", "decide_consortium", "submit_consortium",
    "answer_consortium", "step_back", "matrix_download", "need_competence", "add_partner",
)  # fmt: skip
OF_CHAINS = ("chain", "edit_chain", "act_on_chain", "chain_download")
OF_NEEDS = ("edit_requirement", "candidates", "act_on_requirement")
OF_TABLE = ("edit_partner", "invite_partner", "partner_says_no", "act_on_partner")


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
        **_rows_of_consortia(first, second),
    }


def _rows_of_consortia(first: Organisation, second: Organisation) -> dict[str, int]:
    """A consortium for a call, with somebody who brings something, and a gap."""
    by = system_of(first.cluster)
    call = make_call(first.cluster, terms=("welding", "life cycle assessment"), countries_min=2)
    consortium = make_consortium(call)
    needed = consortium.requirements.order_by("pk")[1]
    add_partner(consortium, second, role="lead", by=by, at=NOW)
    partner = add_partner(consortium, first, by=by, at=NOW)
    rows = {OF_CALLS: call.pk, OF_CONSORTIA: consortium.pk, OF_NEEDS: needed.pk}
    rows[OF_TABLE] = partner.pk
    rows[OF_CHAINS] = make_chain(first.cluster).pk
    return {f"collaboration:{name}": pk for names, pk in rows.items() for name in names}
