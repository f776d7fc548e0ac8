"""The pages about plans, and what their API writes: who may, and with what they are called."""

from typing import Any

from raceme.access.models import Role

SEATED = set(Role)
WORK = {Role.MANAGER, Role.ADVISER}
MANAGE = {Role.MANAGER}

READ_PAGES = {
    "portfolio:compare": SEATED,
    "portfolio:crossing": SEATED,
    "portfolio:download": SEATED,
    "portfolio:download_comparison": SEATED,
    "portfolio:download_gaps": SEATED,
    "portfolio:download_list": SEATED,
    "portfolio:download_service_plan": SEATED,
    "portfolio:list": SEATED,
    "portfolio:plan": SEATED,
    "portfolio:point": SEATED,
    "portfolio:service_plan": SEATED,
}
FORM_PAGES = {
    "portfolio:add_line": WORK,
    "portfolio:adopt": MANAGE,
    "portfolio:change_line": WORK,
    "portfolio:edit": WORK,
    "portfolio:new": WORK,
}
ACTS = {
    "portfolio:compute": WORK,
    "portfolio:put_in_force": MANAGE,
    "portfolio:stop": WORK,
    "portfolio:take_back": MANAGE,
}
LISTS = ("comparison", "gaps", "list", "service_plan")
MORE_VALUES: dict[str, dict[str, object]] = {
    f"portfolio:download_{one}": {"kind": "csv"} for one in LISTS
}
SCENARIO = {"name": "Other", "year": 2028, "budget_eur": 1, "person_days": 1}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/plan"): (WORK, SCENARIO),
    ("put", "/plan/{pk}"): (WORK, SCENARIO),
    ("post", "/plan/{pk}/compute"): (WORK, None),
    ("post", "/plan/{pk}/stop"): (WORK, None),
    ("post", "/plan/{pk}/vary"): (WORK, {"budget_eur": 2}),
    ("post", "/plan/{pk}/adopt"): (MANAGE, {"adopted_on": "2026-01-01", "adopted_by": "Board"}),
    ("post", "/plan/adopted/{pk}/take-back"): (MANAGE, None),
    ("post", "/plan/adopted/{pk}/put-in-force"): (MANAGE, None),
    ("post", "/plan/adopted/{pk}/lines"): (WORK, {"service": "COURSE", "reason": "Asked for."}),
    ("patch", "/plan/adopted/lines/{pk}"): (WORK, {"months": [3]}),
}


def page_of(told: str) -> str:
    """Say which page takes the same row as an operation; empty where that is not special."""
    if not told.startswith("/plan/adopted/"):
        return ""
    return "portfolio:change_line" if "/lines/{" in told else "portfolio:service_plan"
