"""What collaboration tells on the line of time of a member."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.collaboration.queries.notices import notices_visible_to, owner_is_shown
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
