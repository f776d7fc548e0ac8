"""Codes of matchmaking in words."""

from collections.abc import Sequence

from django import template
from django.utils.functional import Promise

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
def preference_word(code: str) -> str | Promise:
    """Say a preference."""
    return Preference.Degree(code).label
