"""What collaboration hangs on the pages below, and tells on the line of time of a member."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.access.http import actor_of
from raceme.catalogue.models import Service
from raceme.collaboration import rules
from raceme.collaboration.queries.consortia import partners_visible_to
from raceme.collaboration.queries.figures import funnels
from raceme.collaboration.queries.notices import notices_visible_to, owner_is_shown
from raceme.collaboration.queries.pages import contact_of, open_page_of
from raceme.collaboration.queries.suggestions import suggestions_about
from raceme.foundation.panels import Panel
from raceme.foundation.timeline import Entry, Source
from raceme.members.models import Organisation

SHOWN = 5


def partners_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """Show on the page of a member whom it was suggested to; for team and board."""
    actor = actor_of(request)
    if not rules.may_see_brokerage(actor, organisation):
        return None
    context = {
        "organisation": organisation,
        "suggestions": [
            (one, one.organisation_on(one.side_of(organisation.pk).opposite))
            for one in suggestions_about(actor, organisation)[:SHOWN]
        ],
        "page": open_page_of(organisation),
        "contact": contact_of(organisation),
        "may_broker": not organisation.has_left and rules.may_broker(actor, organisation),
    }
    return Panel("collaboration/of_organisation.html", context)


def introductions_of_service(request: HttpRequest, service: Service) -> Panel | None:
    """Show on the page of a service what came of the suggestions that belong to it."""
    actor = actor_of(request)
    if not rules.may_see_brokerage(actor, service):
        return None
    _whole, by_service = funnels(actor)
    funnel = next((one for one in by_service if one.service == service), None)
    return None if funnel is None else Panel("collaboration/of_service.html", {"funnel": funnel})


def tell_notices(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """What a member offered and looked for, to those who may know that it was this one."""
    for notice in notices_visible_to(actor).filter(organisation=organisation):
        if owner_is_shown(notice, actor):
            yield Entry(
                timezone.localdate(notice.written_at),
                notice.title,
                str(notice.get_kind_display()),
                "collaboration:notice",
                {"pk": notice.pk},
            )


TIMELINE = Source("notice", gettext_lazy("Offers and requests"), "arrows-exchange", tell_notices)


def tell_suggestions(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """With whom a member was brought together, and how far it is; for team and board."""
    for one in suggestions_about(actor, organisation):
        partner = one.organisation_on(one.side_of(organisation.pk).opposite)
        moment = one.introduced_at or one.released_at or one.proposed_at
        yield Entry(
            timezone.localdate(moment),
            _("Suggested: %(partner)s") % {"partner": partner},
            str(one.get_state_display()),
            "collaboration:suggestion",
            {"pk": one.pk},
        )


TIMELINE_OF_SUGGESTIONS = Source(
    "suggestion", gettext_lazy("Suggested partners"), "users", tell_suggestions
)


def tell_consortia(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """For which projects a member was asked, and what it said; for team and board."""
    of_it = partners_visible_to(actor).filter(organisation=organisation)
    for partner in of_it.select_related("consortium"):
        day = partner.answered_on or partner.invited_on
        if day is not None:
            yield Entry(
                day,
                _("Consortium: %(consortium)s") % {"consortium": partner.consortium},
                str(partner.get_state_display()),
                "collaboration:consortium",
                {"pk": partner.consortium_id},
            )


TIMELINE_OF_CONSORTIA = Source(
    "consortium", gettext_lazy("Consortia"), "users-group", tell_consortia, is_taking_part=True
)
