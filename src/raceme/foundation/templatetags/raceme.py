"""What templates say in the words and numbers of the reader: money, shares, days, icons.

Unknown (`None`, not a number) is always said as “unknown”, never as 0.
"""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from functools import cache as remembered
from typing import Any

from django import forms, template
from django.core.cache import cache
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.defaultfilters import date as date_in_format
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from raceme.foundation import figures
from raceme.foundation import navigation as menu
from raceme.foundation.figures import Amount
from raceme.foundation.forms import ShownGroup, groups_of

SECONDS_KEPT = 600

register = template.Library()
register.filter("number", figures.number)
register.filter("money", figures.money)
register.filter("share", figures.share)


@remembered
def _sprite() -> str:
    return static("icons.svg")


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """Draw an icon of the sprite. Without a label it is decoration and hidden from readers."""
    address = f"{_sprite()}#{name}"
    classes = f"icon {css_class}".strip()
    if not label:
        return format_html(
            '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
            classes,
            address,
        )
    return format_html(
        '<svg class="{}" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
        classes,
        label,
        address,
    )


@register.filter
def or_unknown(value: object) -> object:
    """Say “unknown” for what nobody knows; everything else stays as it is."""
    return _("unknown") if figures.is_unknown(value) else value


@register.filter
def days(value: Amount | None) -> str:
    """Write a number of working days."""
    known = figures.known_amount(value)
    if known is None:
        return _("unknown")
    # The plural follows the number as it is written: 1, but 1.5 days.
    plural_number = 1 if known == 1 else 2
    text = ngettext("%(number)s day", "%(number)s days", plural_number)
    return text % {"number": figures.number(known)}


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day in the reader's format."""
    if value is None:
        return _("unknown")
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_in_format(value, "DATE_FORMAT")


@register.filter
def form_groups(form: forms.BaseForm) -> list[ShownGroup]:
    """Give the visible fields of a form in its groups."""
    return groups_of(form)


@register.simple_tag(takes_context=True)
def field_of_search(context: template.Context, field: BoundField) -> SafeString:
    """Show a field of a search. Writing all its boxes takes longer than all rows of the list.

    So they are kept for a while; what somebody typed, and what is wrong, is written each time.
    """
    flat: Any = flatten_choices(getattr(field.field, "choices", ()))
    choices = [value for value, _words in flat]
    chosen = field.value()
    if field.errors or (chosen and not choices):
        return field.as_field_group()
    path = context["request"].path
    of_field = repr((get_language(), path, field.html_name, chosen, choices)).encode()
    key = f"field_of_search:{hashlib.sha256(of_field).hexdigest()}"
    written: Any = cache.get_or_set(key, field.as_field_group, SECONDS_KEPT)
    return SafeString(written)


@register.filter
def has_needed_fields(form: forms.BaseForm) -> bool:
    """Whether a form has fields that must be filled in, so that their mark is explained."""
    return any(field.field.required for field in form.visible_fields())


@register.filter
def for_attribute(value: Amount) -> str:
    """Write a number for the browser, which knows only the decimal point."""
    return format(Decimal(str(value)), "f")


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[menu.ShownEntry]:
    """Give the menu for whoever looks at this page; empty outside a cluster."""
    request = context.get("request")
    return menu.entries_for(request) if isinstance(request, HttpRequest) else []


@register.simple_tag(takes_context=True)
def again(context: template.Context, block: str) -> str:
    """Show a block of this page a second time: its title is also its first heading."""
    shown: SafeString = context.render_context[BLOCK_CONTEXT_KEY].get_block(block).render(context)
    return shown


@register.simple_tag(takes_context=True)
def once(context: template.Context, name: str) -> SafeString:
    """Show a part that stands on the page more than once; it is written a single time."""
    kept: Any = context.render_context
    written: dict[str, SafeString] = kept.setdefault("once", {})
    if name not in written:
        assert context.template is not None
        with context.push():  # what the part calls by a name is its own
            written[name] = context.template.engine.get_template(name).render(context)
    return written[name]


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: str | int | None) -> str:
    """Give the query of this address with some of its parts changed; `None` takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
