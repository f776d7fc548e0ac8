"""The QR code of a ticket: the address at which the team checks somebody in."""

import io

import segno
from django.conf import settings
from django.urls import reverse

from raceme.events.models import Registration


def address_of_ticket(registration: Registration) -> str:
    """Give the whole address that a QR code holds. It opens nothing without a seat in the team."""
    kwargs = {"cluster": registration.event.cluster.slug, "ticket": registration.ticket}
    return settings.PUBLIC_ADDRESS + reverse("events:check_in", kwargs=kwargs)


def qr_code(registration: Registration) -> str:
    """Draw the QR code of a ticket as SVG."""
    target = io.BytesIO()
    code = segno.make(address_of_ticket(registration), error="m", micro=False)
    code.save(target, kind="svg", xmldecl=False, border=2, scale=4, nl=False)
    return target.getvalue().decode()


def qr_picture(registration: Registration) -> str:
    """Give the QR code as an address of a picture, for a page."""
    code = segno.make(address_of_ticket(registration), error="m", micro=False)
    return str(code.svg_data_uri(border=2, scale=6))
