"""Who sees which page, and who may do what: of pages and of API operations.

Large capabilities keep their own tables beside their tests; here they come together.
"""

from typing import Any

from raceme.access.models import Role
from tests.collaboration import addresses as collaboration
from tests.events import addresses as events
from tests.meetings import addresses as meetings
from tests.members import who_may
from tests.needs import addresses as asking
from tests.portfolio import operations as plans
from tests.programmes import addresses as programmes
from tests.region import addresses as regions
from tests.strategy.operations import written

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}
MANAGE = {Role.MANAGER}

READ_PAGES = {
    **plans.READ_PAGES,
    **regions.READ_PAGES,
    **programmes.READ_PAGES,
    "catalogue:archetype": SEATED,
    "catalogue:board": SEATED,
    "catalogue:costing": SEATED,
    "catalogue:detail": SEATED,
    "catalogue:export": SEATED,
    "catalogue:gates": SEATED,
    "catalogue:library": SEATED,
    "catalogue:list": SEATED,
    "catalogue:needs": SEATED,
    "catalogue:trials": SEATED,
    "catalogue:versions": SEATED,
    "intake:errors": WORK,
    "intake:list": WORK,
    "intake:template": WORK,
    "intake:upload": WORK,
    "members:detail": SEATED,
    "members:export": SEATED,
    "members:list": SEATED,
    "members:segments": SEATED,
    "needs:detail": SEATED,
    "needs:list": SEATED,
    "needs:members": SEATED,
    "needs:topic": SEATED,
    "needs:topics": SEATED,
    "strategy:action_plan": SEATED,
    "strategy:analysis": SEATED,
    "strategy:compare": SEATED,
    "strategy:field": SEATED,
    "strategy:indicator": SEATED,
    "strategy:indicators": SEATED,
    "strategy:logframe": SEATED,
    "strategy:measure": SEATED,
    "strategy:objective": SEATED,
    "strategy:observation": SEATED,
    "strategy:page": SEATED,
    "strategy:table": SEATED,
    "strategy:tree": SEATED,
    "strategy:version": SEATED,
    "thread:break": SEATED,
    "thread:home": SEATED,
    "access:about": SEATED,
    "access:history": OFFICE,
    "access:team": OFFICE,
    "access:tokens": SEATED,
    **who_may.READ_PAGES,
    **asking.READ_PAGES,
    **events.READ_PAGES,
    **meetings.READ_PAGES,
    **collaboration.READ_PAGES,
}
FORM_PAGES = {
    **regions.FORM_PAGES,
    **plans.FORM_PAGES,
    "access:change_role": MANAGE,
    "access:edit_about": MANAGE,
    "access:give_seat": MANAGE,
    "catalogue:arrange": WORK,
    "catalogue:back": WORK,
    "catalogue:day_rate": WORK,
    "catalogue:edit": WORK,
    "catalogue:edit_costing": WORK,
    "catalogue:edit_pilot": WORK,
    "catalogue:edit_review": WORK,
    "catalogue:new": WORK,
    "catalogue:new_pilot": WORK,
    "catalogue:new_review": WORK,
    "catalogue:pass": WORK,
    "catalogue:restore": WORK,
    "catalogue:retire": WORK,
    "intake:columns": WORK,
    "intake:new": WORK,
    "intake:undo": WORK,
    "members:edit": WORK,
    "members:edit_segment": WORK,
    "members:leaving": WORK,
    "members:new": WORK,
    "members:new_segment": SEATED,
    "needs:edit": WORK,
    "needs:new": WORK,
    "needs:record": WORK,
    "strategy:adopt": MANAGE,
    "strategy:correct_observation": WORK,
    "strategy:edit": MANAGE,
    "strategy:edit_challenge": MANAGE,
    "strategy:edit_field": MANAGE,
    "strategy:edit_indicator": MANAGE,
    "strategy:edit_measure": MANAGE,
    "strategy:edit_objective": MANAGE,
    "strategy:edit_swot_item": MANAGE,
    "strategy:edit_target": MANAGE,
    "strategy:new_challenge": MANAGE,
    "strategy:new_field": MANAGE,
    "strategy:new_indicator": MANAGE,
    "strategy:new_measure": MANAGE,
    "strategy:new_objective": MANAGE,
    **who_may.FORM_PAGES,
    **asking.FORM_PAGES,
    **events.FORM_PAGES,
    **meetings.FORM_PAGES,
    **collaboration.FORM_PAGES,
    "strategy:new_observation": WORK,
    "strategy:new_swot_item": MANAGE,
    "strategy:new_target": MANAGE,
    "strategy:redefine_indicator": MANAGE,
}
ACTS = {
    **programmes.ACTS,
    **regions.ACTS,
    **plans.ACTS,
    "access:end_seat": MANAGE,
    "access:end_token": MANAGE,  # its owner's; the one below is the manager's
    "access:make_token": SEATED,
    "catalogue:adopt": WORK,
    "catalogue:offer_again": WORK,
    "catalogue:restore_pilot": WORK,
    "catalogue:restore_review": WORK,
    "catalogue:use_costing": WORK,
    "catalogue:withdraw_pilot": WORK,
    "catalogue:withdraw_review": WORK,
    "members:columns": SEATED,
    "members:end_segment": WORK,
    "members:narrow_segment": WORK,
    "intake:confirm": WORK,
    "intake:decide": WORK,
    "intake:drop": WORK,
    "members:readmit": WORK,
    "members:restore_segment": WORK,
    "needs:restore": WORK,
    "needs:withdraw": WORK,
    "strategy:draft": MANAGE,
    "strategy:drop_challenge": MANAGE,
    "strategy:drop_swot_item": MANAGE,
    "strategy:end_field": MANAGE,
    "strategy:end_indicator": MANAGE,
    "strategy:end_objective": MANAGE,
    "strategy:move_challenge": MANAGE,
    "strategy:move_swot_item": MANAGE,
    "strategy:reopen_field": MANAGE,
    "strategy:reopen_indicator": MANAGE,
    "strategy:reopen_objective": MANAGE,
    **who_may.ACTS,
    **asking.ACTS,
    **events.ACTS,
    **meetings.ACTS,
    **collaboration.ACTS,
    "strategy:report_measure": WORK,
    "strategy:restore_challenge": MANAGE,
    "strategy:restore_observation": WORK,
    "strategy:restore_swot_item": MANAGE,
    "strategy:restore_target": MANAGE,
    "strategy:withdraw_observation": WORK,
    "strategy:withdraw_target": MANAGE,
}
# Nobody sees the tokens of others, and viewers do not see who else holds a seat.
NOT_EVEN_THERE = {
    *(("access:end_token", role) for role in Role),
    ("access:change_role", Role.VIEWER),
    ("access:end_seat", Role.VIEWER),
    *who_may.NOT_EVEN_THERE,
    *asking.NOT_EVEN_THERE,
    *events.NOT_EVEN_THERE,
    *meetings.NOT_EVEN_THERE,
    *collaboration.NOT_EVEN_THERE,
}
# What stands in addresses besides the number of a row.
MORE_VALUES: dict[str, dict[str, object]] = {
    **plans.MORE_VALUES,
    **regions.MORE_VALUES,
    **asking.MORE_VALUES,
    **events.MORE_VALUES,
    **meetings.MORE_VALUES,
    **collaboration.MORE_VALUES,
}
DONE = {200, 302, 409, 422}  # what somebody gets who may do it, whether or not it can be done now

SERVICE = {
    "code": "X", "name": "X", "category": "NET", "person_days": 1, "cost_eur": 1, "reach": 1,
}  # fmt: skip
NEED = {"organisation_id": 0, "topic": "x", "importance": 3, "recorded_on": "2026-01-01"}
STEP = {"to": "concept", "reason": "Why not."}
PILOT = {"tried": "One workshop", "began_on": "2026-01-01"}
REVIEW = {"reviewed_on": "2026-01-01", "decision": "keep", "reason": "Liked."}
SEGMENT = {"name": "Firms", "wanted": {"role": ["firm"]}}
ORGANISATION = {"code": "X", "name": "X", "role": "firm"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    **written(manage=MANAGE, work=WORK),
    **plans.WRITES,
    **regions.WRITES,
    **programmes.WRITES,
    ("post", "/members"): (WORK, ORGANISATION),
    ("put", "/members/{pk}"): (WORK, ORGANISATION),
    ("post", "/members/segments"): (SEATED, SEGMENT),
    ("put", "/members/segments/{pk}"): (WORK, SEGMENT | {"is_shared": True}),
    ("post", "/members/segments/{pk}/end"): (WORK, None),
    ("post", "/members/segments/{pk}/restore"): (WORK, None),
    ("post", "/needs"): (WORK, NEED),
    ("post", "/needs/several"): (WORK, [NEED]),
    ("put", "/needs/{pk}"): (WORK, NEED),
    ("post", "/needs/{pk}/withdraw"): (WORK, None),
    ("post", "/needs/{pk}/restore"): (WORK, None),
    ("post", "/services"): (WORK, SERVICE),
    ("put", "/services/{pk}"): (WORK, SERVICE),
    ("post", "/services/library/adopt"): (WORK, {"archetypes": ["NET-01"]}),
    ("post", "/services/{pk}/pass"): (WORK, STEP),
    ("post", "/services/{pk}/back"): (WORK, STEP),
    ("post", "/services/{pk}/retire"): (WORK, {"reason": "Why not."}),
    ("post", "/services/{pk}/offer-again"): (WORK, None),
    ("put", "/services/day-rate"): (WORK, {"day_rate_eur": 1}),
    ("put", "/services/{pk}/costing"): (WORK, {"person_days": 1}),
    ("post", "/services/{pk}/costing/use"): (WORK, None),
    ("post", "/services/{pk}/pilots"): (WORK, PILOT),
    ("put", "/services/pilots/{pk}"): (WORK, PILOT),
    ("post", "/services/pilots/{pk}/withdraw"): (WORK, None),
    ("post", "/services/pilots/{pk}/restore"): (WORK, None),
    ("post", "/services/{pk}/reviews"): (WORK, REVIEW),
    ("put", "/services/reviews/{pk}"): (WORK, REVIEW),
    ("post", "/services/reviews/{pk}/withdraw"): (WORK, None),
    ("post", "/services/reviews/{pk}/restore"): (WORK, None),
    ("post", "/services/{pk}/versions/{number}/restore"): (WORK, {"why": "Why not."}),
    ("post", "/imports"): (WORK, None),
    ("put", "/imports/{pk}/columns"): (WORK, {}),
    ("post", "/imports/{pk}/decide"): (WORK, {}),
    ("post", "/imports/{pk}/confirm"): (WORK, None),
    ("post", "/imports/{pk}/drop"): (WORK, None),
    ("post", "/imports/{pk}/undo"): (WORK, None),
    **who_may.WRITES,
    **asking.WRITES,
    **events.WRITES,
    **meetings.WRITES,
    **collaboration.WRITES,
}
# What programs may read; everybody with a seat, where nothing else is said. Lists that were sent
# in hold what is not in the books yet: they are for those who work with them.
READS = {
    **dict.fromkeys(
        (
            *("/imports", "/imports/fields/{holds}"),
            *(
                "/imports/{pk}",
                "/imports/{pk}/columns",
                "/imports/{pk}/preview",
                "/imports/{pk}/undo",
            ),
        ),
        WORK,
    ),
    **who_may.READS,
    **events.READS,
    **meetings.READS,
    **collaboration.READS,
}
DONE_BY_API = {200, 201, 202, 204, 409, 422}
