"""Long lists are loaded while nobody waits."""

import logging

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.access.actor import Actor, system_of
from raceme.access.queries import actor_for
from raceme.foundation.background import work
from raceme.foundation.errors import NotAllowed, Refused
from raceme.intake import verbs
from raceme.intake.models import Upload
from raceme.intake.verbs.loading import what_is_wrong

log = logging.getLogger(__name__)


@work("intake.load_upload")
def load_upload(*, upload_id: int) -> None:
    """Load a confirmed list; asked twice, the second finds it loaded."""
    upload = Upload.objects.select_related("cluster", "confirmed_by").get(pk=upload_id)
    try:
        verbs.load_upload(upload, by=_whoever_confirmed(upload), at=timezone.now())
    except (Refused, ValidationError) as error:
        _give_up(upload, what_is_wrong(error))
    except NotAllowed:
        _give_up(upload, _("Whoever confirmed it may no longer import lists."))
    except Exception:
        # Whoever waits must learn of it; the cause is for whoever runs the installation.
        log.exception("loading upload %s failed", upload_id)
        _give_up(upload, _("Something went wrong that should not. Nothing was loaded."))


def _whoever_confirmed(upload: Upload) -> Actor:
    """Act as the person who confirmed the list, as long as it has its seat; else as nobody."""
    if upload.confirmed_by is None:
        return system_of(upload.cluster)
    actor = actor_for(upload.confirmed_by, upload.cluster.slug)
    if actor is None:
        raise NotAllowed("may_import")
    return actor


def _give_up(upload: Upload, trouble: str) -> None:
    verbs.give_up_upload(upload, trouble=trouble, by=system_of(upload.cluster), at=timezone.now())
