"""The addresses of collaboration: who sees what, who may do what."""

from typing import Any

from raceme.access.models import Role
from raceme.members.models import Organisation
from tests.factories import make_notice

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}

READ_PAGES = {
    "collaboration:notice": SEATED,
    "collaboration:notices": SEATED,
    "collaboration:notices_download": SEATED,
}
FORM_PAGES = {
    "collaboration:edit_notice": WORK,
    "collaboration:new_notice": WORK,
}
ACTS = {
    "collaboration:act_on_notice": WORK,
    "collaboration:notice_columns": SEATED,
}
NOT_EVEN_THERE: set[tuple[str, Role]] = set()
MORE_VALUES: dict[str, dict[str, object]] = {
    "collaboration:act_on_notice": {"act": "prolong"},
    "collaboration:notices_download": {"kind": "csv"},
}
NOTICE = {"kind": "offer", "title": "Welding", "expires_on": "2030-01-31"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/partners/notices"): (WORK, NOTICE | {"organisation_id": 0}),
    ("put", "/partners/notices/{pk}"): (WORK, NOTICE),
    ("post", "/partners/notices/{pk}/withdraw"): (WORK, None),
}
READS: dict[str, set[Role]] = {}


def rows_of_collaboration(first: Organisation, second: Organisation) -> dict[str, int]:
    """Give two members something to say, and say which row each page is about."""
    notice = make_notice(first, title="We look for a welder", terms=["welding"])
    make_notice(second, kind="offer", title="We weld copper", terms=["welding", "copper"])
    return {"collaboration": notice.pk, "partners": notice.pk}
