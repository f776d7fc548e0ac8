"""Texts of an event in the language of whoever reads."""

from collections.abc import Mapping

from django import template

from raceme.events.models import Event

register = template.Library()


@register.simple_tag
def said_in(texts: Mapping[str, str], event: Event, language: str) -> str:
    """Say a text of an event in a language, or in the next one that has it."""
    return event.said(texts, language)
