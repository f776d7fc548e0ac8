"""`{% to "needs:detail" pk=need.pk %}`: the address of a page of the cluster one is in."""

from typing import Any

from django import template
from django.template.context import Context

from raceme.access.http import address_of

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, **kwargs: Any) -> str:
    """Give the address of the page `name` in the cluster organisation the reader is in."""
    return address_of(context["actor"], name, **kwargs)
