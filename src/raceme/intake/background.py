"""Long lists are loaded, and undone, while nobody waits."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.access.actor import Actor, system_of
from raceme.access.models import User
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
    with _telling(upload, verbs.give_up_upload):
        by = _as(upload.confirmed_by, upload)
        verbs.load_upload(upload, by=by, at=timezone.now())


@work("intake.take_back_upload")
def take_back_upload(*, upload_id: int) -> None:
    """Undo a list that is to be undone; asked twice, the second finds it undone."""
    upload = Upload.objects.select_related("cluster", "undone_by").get(pk=upload_id)
    with _telling(upload, verbs.give_up_undoing):
        verbs.take_back_upload(upload, by=_as(upload.undone_by, upload), at=timezone.now())


@contextmanager
def _telling(upload: Upload, give_up: Callable[..., Upload]) -> Iterator[None]:
    """Write down why it failed, for whoever waits for it."""
    try:
        yield
    except (Refused, ValidationError) as error:
        trouble = what_is_wrong(error)
    except NotAllowed:
        trouble = _("Whoever asked for it may no longer import lists.")
    except Exception:
        # Whoever waits must learn of it; the cause is for whoever runs the installation.
        log.exception("work on upload %s failed", upload.pk)
        trouble = _("Something went wrong that should not.")
    else:
        return
    give_up(upload, trouble=trouble, by=system_of(upload.cluster), at=timezone.now())


def _as(user: User | None, upload: Upload) -> Actor:
    """Act as the person who asked for it, as long as it has its seat; else as nobody."""
    if user is None:
        return system_of(upload.cluster)
    actor = actor_for(user, upload.cluster.slug)
    if actor is None:
        raise NotAllowed("may_import")
    return actor
