"""The operations of the strategy's API that write: who may, and with what they are called."""

from typing import Any

from raceme.access.models import Role

# Which row an operation below this path takes, as the pages name it.
PARTS = {
    "challenges": "strategy:edit_challenge",
    "swot": "strategy:edit_swot_item",
    "objectives": "strategy:objective",
    "fields": "strategy:field",
    "measures": "strategy:measure",
    "indicators": "strategy:indicator",
    "targets": "strategy:edit_target",
    "values": "strategy:observation",
}
CHALLENGE = {"text": "Why us?", "why": "Because."}
LINE = {"kind": "threat", "text": "Prices rise", "evidence": "By a third."}
FIELD = {"name": "Other", "objective_ids": [0]}
MEASURE = {"field_id": 0, "name": "Other"}
INDICATOR = {"objective_id": 0, "name": "I", "unit": "firms"}
DEFINITION = {"definition": "Anew", "unit": "firms", "adds_up": "last"}
TARGET = {"indicator_id": 0, "value": 5, "due_on": "2031-01-01"}
VALUE = {"indicator_id": 0, "value": 5, "observed_on": "2026-05-05"}


Operation = tuple[str, str, Any]
BY_MANAGER: list[Operation] = [
    ("post", "", {"title": "Next"}),
    ("put", "/{pk}", {"title": "Other"}),
    ("post", "/{pk}/adopt", {"adopted_on": "2026-01-01"}),
    ("post", "/challenges", CHALLENGE),
    ("put", "/challenges/{pk}", CHALLENGE),
    ("post", "/challenges/{pk}/drop", None),
    ("post", "/challenges/{pk}/restore", None),
    ("post", "/challenges/{pk}/move", {"is_up": True}),
    ("post", "/swot", LINE),
    ("put", "/swot/{pk}", LINE),
    ("post", "/swot/{pk}/drop", None),
    ("post", "/swot/{pk}/restore", None),
    ("post", "/swot/{pk}/move", {"is_up": True}),
    ("post", "/objectives", {"name": "Other"}),
    ("put", "/objectives/{pk}", {"code": "O9", "name": "Other"}),
    ("post", "/objectives/{pk}/end", None),
    ("post", "/objectives/{pk}/reopen", None),
    ("post", "/fields", FIELD),
    ("put", "/fields/{pk}", FIELD | {"code": "F9"}),
    ("post", "/fields/{pk}/end", None),
    ("post", "/fields/{pk}/reopen", None),
    ("post", "/measures", MEASURE),
    ("put", "/measures/{pk}", MEASURE | {"code": "F9.9"}),
    ("post", "/indicators", INDICATOR),
    ("put", "/indicators/{pk}", INDICATOR),
    (
        "post",
        "/indicators/{pk}/redefine",
        DEFINITION | {"valid_from": "2027-01-01", "why": "x"},
    ),
    ("post", "/indicators/{pk}/reword", {"definition": "Better words"}),
    ("post", "/indicators/{pk}/end", None),
    ("post", "/indicators/{pk}/reopen", None),
    ("post", "/targets", TARGET),
    ("put", "/targets/{pk}", TARGET),
    ("post", "/targets/{pk}/withdraw", None),
    ("post", "/targets/{pk}/restore", None),
]
BY_TEAM: list[Operation] = [
    ("post", "/measures/{pk}/report", {"status": "done"}),
    ("post", "/values", VALUE),
    ("put", "/values/{pk}", VALUE),
    ("post", "/values/{pk}/withdraw", None),
    ("post", "/values/{pk}/restore", None),
]


def page_of(told: str) -> str:
    """Name the page about the row that an operation takes; nothing for other capabilities."""
    space, _, rest = told.strip("/").partition("/")
    return PARTS.get(rest.partition("/")[0], "") if space == "strategy" else ""


def written(*, manage: set[Role], work: set[Role]) -> dict[tuple[str, str], tuple[set[Role], Any]]:
    """List the operations with who may call them, and a body that fits."""
    return {
        (method, f"/strategy{path}"): (roles, body)
        for roles, operations in ((manage, BY_MANAGER), (work, BY_TEAM))
        for method, path, body in operations
    }
