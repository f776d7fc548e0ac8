"""What collaboration tells on the line of time of a member."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.collaboration.queries.notices import notices_visible_to, owner_is_shown
from raceme.collaboration.queries.suggestions import suggestions_about
from raceme.foundation.timeline import Entry, Source
from raceme.members.models import Organisation


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
