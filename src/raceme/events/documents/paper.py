"""Badges and certificates as tagged PDF (PDF/UA-1)."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from raceme.events.documents.tickets import qr_code
from raceme.events.documents.times import local, spoken, when, where
from raceme.events.models import Event, Registration
from raceme.foundation import documents
from raceme.foundation.figures import number


def badges_pdf(event: Event, people: Sequence[Registration]) -> bytes:
    """Make the badges of these people, ten on a sheet, with the QR codes of their tickets."""
    pictures = {f"qr-{one.pk}": qr_code(one) for one in people}
    contents = {
        "title": _("Badges: %(event)s") % {"event": event},
        "language": get_language() or "en",
        "event": str(event),
        "when": date_format(local(event.starts_at, event), "DATE_FORMAT"),
        "nobody": _("Nobody has a place yet."),
        "people": [
            {
                "name": one.name,
                "organisation": one.organisation_name,
                "function": one.function,
                "quota": event.said(one.quota.name),
                "number": str(one.number),
                "picture": f"qr-{one.pk}.svg",
                "alt": _("QR code for the check-in of %(name)s") % {"name": one.name},
            }
            for one in people
        ],
    }
    return documents.pdf(_template("badges"), contents, pictures, made_on=_day(event))


def certificates_pdf(event: Event, people: Sequence[Registration]) -> bytes:
    """Make certificates, one a page: of one person in its language, of many in the event's."""
    wanted = people[0].language if len(people) == 1 else event.language
    language = spoken(wanted, event)
    with override(language):
        contents = {
            "title": _("Certificate of attendance"),
            "language": language,
            "cluster": event.cluster.name,
            "certify": _("We certify that"),
            "took_part": _("took part in"),
            "event": event.said(event.title, wanted),
            "when": when(event),
            "where": where(event),
            "text": event.said(event.certificate_text, wanted),
            "hours": _hours(event),
            "signed_by": event.signed_by or event.cluster.name,
            "people": [{"name": one.name, "organisation": one.organisation_name} for one in people],
        }
    return documents.pdf(_template("certificate"), contents, {}, made_on=_day(event))


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Hand out a PDF."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _hours(event: Event) -> str:
    if event.certificate_hours is None:
        return ""
    hours = number(event.certificate_hours)
    return _("Length: %(hours)s hours") % {"hours": hours}


def _template(name: str) -> str:
    return files("raceme.events.documents").joinpath(f"{name}.typ").read_text("utf-8")


def _day(event: Event) -> Any:
    return timezone.localdate(event.ends_at, event.zone)
