"""When and where, in the words and the time zone of an event."""

from datetime import datetime

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from raceme.events.models import Event
from raceme.needs.words import SPOKEN


def spoken(language: str, event: Event) -> str:
    """Give the language in which the product itself says something to somebody."""
    order = [language, *event.languages, "en"]
    return str(next(code for code in order if code in SPOKEN))


def local(when: datetime, event: Event) -> datetime:
    """Give a time as clocks show it where the event is."""
    return when.astimezone(event.zone)


def clock(when: datetime, event: Event) -> str:
    """Say the time of the day."""
    return str(time_format(local(when, event).timetz(), "H:i"))


def moment(when: datetime, event: Event) -> str:
    """Say a day and a time."""
    said = date_format(local(when, event), "DATE_FORMAT")
    return _("%(day)s, %(time)s") % {"day": said, "time": clock(when, event)}


def when(event: Event) -> str:
    """Say when an event is, with its time zone where people may be elsewhere."""
    begins, ends = local(event.starts_at, event), local(event.ends_at, event)
    if begins.date() == ends.date():
        said = _("%(day)s, %(from)s to %(to)s") % {
            "day": date_format(begins, "DATE_FORMAT"),
            "from": clock(event.starts_at, event),
            "to": clock(event.ends_at, event),
        }
    else:
        said = _("%(from)s to %(to)s") % {
            "from": moment(event.starts_at, event),
            "to": moment(event.ends_at, event),
        }
    return said if event.format == Event.Format.ON_SITE else f"{said} ({event.time_zone})"


def where(event: Event) -> str:
    """Say where an event is, as everybody may know it."""
    place = ", ".join(filter(None, [event.venue, event.address])) if event.is_on_site else ""
    if event.format == Event.Format.ONLINE:
        return _("online")
    if event.format == Event.Format.BOTH:
        return _("%(place)s and online") % {"place": place} if place else _("on site and online")
    return place or _("place to be told")


def said_in(language: str, event: Event) -> tuple[str, str]:
    """Say when and where in the language of a reader."""
    with override(spoken(language, event)):
        return when(event), where(event)
