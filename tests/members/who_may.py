"""Who may do what with people, contacts, periods and figures: tables for test_every_address."""

from typing import Any

from raceme.access.models import Role

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}
MANAGE = {Role.MANAGER}

READ_PAGES = {
    "members:behind": SEATED,
    "members:group": SEATED,
    "members:groups": SEATED,
    "members:lookalikes": SEATED,
    "members:merged": SEATED,
    "members:merged_person": OFFICE,
    "members:hand_out_person": WORK,
    "members:people": OFFICE,
    "members:person": OFFICE,
    "members:silent": SEATED,
    "members:statistics": SEATED,
    "members:steps": OFFICE,
    "members:suggest": SEATED,
    "members:visit": OFFICE,
}
FORM_PAGES = {
    "members:add_activity": WORK,
    "members:add_competence": WORK,
    "members:add_relation": WORK,
    "members:edit_competence": WORK,
    "members:edit_figures": WORK,
    "members:edit_group": WORK,
    "members:edit_seat": WORK,
    "members:end_seat": WORK,
    "members:give_seat": WORK,
    "members:new_group": WORK,
    "members:edit_period": WORK,
    "members:edit_person": WORK,
    "members:edit_post": WORK,
    "members:edit_relation": WORK,
    "members:edit_visit": WORK,
    "members:end_post": WORK,
    "members:erase_person": MANAGE,
    "members:give_post": WORK,
    "members:introduce_person": WORK,
    "members:merge": WORK,
    "members:merge_people": WORK,
    "members:same": WORK,
    "members:same_person": WORK,
    "members:new_person": WORK,
    "members:record_figures": WORK,
    "members:record_visit": WORK,
    "members:standing": WORK,
}
ACTS = {
    "members:end_competence": WORK,
    "members:end_relation": WORK,
    "members:finish_step": WORK,
    "members:look": WORK,
    "members:remove_activity": WORK,
    "members:reopen_competence": WORK,
    "members:reopen_step": WORK,
    "members:restore_visit": WORK,
    "members:take_back_period": WORK,
    "members:tell_apart": WORK,
    "members:think_again": WORK,
    "members:undo_merging": WORK,
    "members:undo_merging_people": WORK,
    "members:withdraw_visit": WORK,
}
# Who may not see people is not told which of them there are.
NOT_EVEN_THERE = {("members:edit_post", Role.VIEWER), ("members:end_post", Role.VIEWER)}

# What programs may read of people and contacts; all else is read by whoever has a seat.
READS = {
    "/members/people": OFFICE,
    "/members/people/{pk}": OFFICE,
    "/members/people/{pk}/kept": WORK,
    "/members/{pk}/posts": OFFICE,
    "/members/{pk}/contacts": OFFICE,
    "/members/contacts/{pk}": OFFICE,
    "/members/steps": OFFICE,
}
VISIT = {"happened_on": "2026-01-01", "kind": "call"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/members/{pk}/standing"): (WORK, {"standing": "partner", "on": "2026-01-01"}),
    ("put", "/members/periods/{pk}"): (WORK, {"standing": "member"}),
    ("post", "/members/periods/{pk}/take-back"): (WORK, None),
    ("post", "/members/{pk}/activities"): (WORK, {"nace": "62.01"}),
    ("post", "/members/activities/{pk}/remove"): (WORK, None),
    ("post", "/members/{pk}/competences"): (WORK, {"term": "X"}),
    ("put", "/members/competences/{pk}"): (WORK, {"term": "Y"}),
    ("post", "/members/competences/{pk}/end"): (WORK, None),
    ("post", "/members/competences/{pk}/reopen"): (WORK, None),
    ("post", "/members/{pk}/figures"): (WORK, {"year": 2020}),
    ("put", "/members/figures/{pk}"): (WORK, {"year": 2020}),
    ("post", "/members/{pk}/relations"): (WORK, {"other_id": 0, "kind": "partner"}),
    ("put", "/members/relations/{pk}"): (WORK, {"kind": "partner"}),
    ("post", "/members/relations/{pk}/end"): (WORK, None),
    ("post", "/members/people"): (WORK, {"family_name": "X"}),
    ("put", "/members/people/{pk}"): (WORK, {"family_name": "X"}),
    ("post", "/members/people/{pk}/erase"): (MANAGE, {}),
    ("post", "/members/people/{pk}/posts"): (WORK, {"organisation_id": 0}),
    ("put", "/members/posts/{pk}"): (WORK, {}),
    ("post", "/members/posts/{pk}/end"): (WORK, {"ended_on": "2026-01-01"}),
    ("post", "/members/{pk}/contacts"): (WORK, VISIT),
    ("put", "/members/contacts/{pk}"): (WORK, VISIT),
    ("post", "/members/contacts/{pk}/withdraw"): (WORK, None),
    ("post", "/members/contacts/{pk}/restore"): (WORK, None),
    ("post", "/members/contacts/{pk}/done"): (WORK, None),
    ("post", "/members/contacts/{pk}/not-done"): (WORK, None),
    ("post", "/members/groups"): (WORK, {"name": "X"}),
    ("put", "/members/groups/{pk}"): (WORK, {"name": "Y"}),
    ("post", "/members/groups/{pk}/seats"): (WORK, {"organisation_id": 0}),
    ("put", "/members/seats/{pk}"): (WORK, {}),
    ("post", "/members/lookalikes/look"): (WORK, None),
    ("post", "/members/{pk}/merge"): (WORK, {"other_id": 0}),
    ("post", "/members/{pk}/undo-merging"): (WORK, None),
    ("post", "/members/people/{pk}/merge"): (WORK, {"person_id": 0}),
    ("post", "/members/people/{pk}/undo-merging"): (WORK, None),
    ("post", "/members/{pk}/apart"): (WORK, {"other_id": 0}),
    ("post", "/members/{pk}/maybe"): (WORK, {"other_id": 0}),
}
# The page of the row with which an operation below /members/<noun>/ is called.
PAGE_OF_NOUN = {
    "periods": "members:edit_period",
    "activities": "members:remove_activity",
    "competences": "members:edit_competence",
    "figures": "members:edit_figures",
    "relations": "members:edit_relation",
    "people": "members:person",
    "groups": "members:group",
    "seats": "members:edit_seat",
    "posts": "members:edit_post",
    "contacts": "members:visit",
}


def page_with_the_row(operation: str) -> str:
    """Name the page that shows the row an operation is about; nothing for other operations."""
    noun = operation.removeprefix("/members/").split("/")[0]
    is_of_one = operation.startswith(f"/members/{noun}/{{pk}}")
    return PAGE_OF_NOUN.get(noun, "") if is_of_one else ""
