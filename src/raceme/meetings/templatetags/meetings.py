"""Codes of matchmaking in words."""

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raceme.meetings.models import Preference
from raceme.meetings.queries.choices import label_of_sector, labels_of_topics, name_of_country

register = template.Library()


@register.filter
def topics(codes: Sequence[str]) -> str:
    """Name topics, one after the other."""
    return ", ".join(labels_of_topics(list(codes)))


@register.filter
def topic(code: str) -> str:
    """Name one topic."""
    return labels_of_topics([code])[0]


@register.filter
def countries(codes: Sequence[str]) -> str:
    """Name countries, one after the other."""
    return ", ".join(name_of_country(code) for code in codes)


@register.filter
def sectors(codes: Sequence[str]) -> str:
    """Name sectors, one after the other."""
    return ", ".join(label_of_sector(code) for code in codes)


@register.simple_tag
def country_name(code: str) -> str:
    """Name a country."""
    return name_of_country(code)


@register.simple_tag
def sector_name(code: str) -> str:
    """Name a sector."""
    return label_of_sector(code)


@register.simple_tag
def meeting_time(starts_at: datetime, ends_at: datetime) -> str:
    """Say when a meeting is: day, begin and end, in the time zone that is in force."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return _("%(day)s, %(from)s to %(to)s") % {
        "day": date_format(starts, "DATE_FORMAT"),
        "from": date_format(starts, "H:i"),
        "to": date_format(ends, "H:i"),
    }


@register.simple_tag
def preference_word(code: str) -> str | Promise:
    """Say a preference."""
    return Preference.Degree(code).label
