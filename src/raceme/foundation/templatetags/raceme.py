"""What templates say in the words and numbers of the reader: money, shares, days, icons.

Unknown (`None`, not a number) is always said as “unknown”, never as 0.
"""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import forms, template
from django.http import HttpRequest
from django.template.defaultfilters import date as date_in_format
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from raceme.foundation import navigation as menu
from raceme.foundation.forms import ShownGroup, groups_of

register = template.Library()

Amount = int | float | Decimal

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
# Signs that stand for exactly one currency in Europe; all others are said by their code.
SIGNS = {"EUR": "€", "GBP": "£"}
# Languages that write the currency in front of the amount (Unicode CLDR 47).
CURRENCY_FIRST = {"en", "nl", "ga", "mt"}
NO_SPACE_AFTER_SIGN = {"en", "ga", "mt"}


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """Draw an icon of the sprite. Without a label it is decoration and hidden from readers."""
    address = f"{static('icons.svg')}#{name}"
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
    return _("unknown") if _is_unknown(value) else value


@register.filter
def number(value: Amount | None, decimals: int | None = None) -> str:
    """Write a number in the reader's format; without `decimals`, as many as it needs (≤ 2)."""
    known = _known(value)
    if known is None:
        return _("unknown")
    if decimals is None:
        known = known.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
        # normalize() turns 100 into 1E+2, which would be written as such.
        known = known.quantize(Decimal(1)) if known == known.to_integral_value() else known
    else:
        known = known.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return _signed(known)


@register.filter
def money(value: Amount | None, currency: str = "EUR") -> str:
    """Write an amount of money: whole if it is whole, else with two decimals."""
    known = _known(value)
    if known is None:
        return _("unknown")
    cents = known.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = cents == cents.to_integral_value()
    digits = number(abs(cents), 0 if whole else 2)
    minus = MINUS if cents < 0 else ""
    sign = SIGNS.get(currency, currency)
    language = (get_language() or "en").split("-")[0]
    if language not in CURRENCY_FIRST:
        return f"{minus}{digits}{NO_BREAK}{sign}"
    close = sign != currency and language in NO_SPACE_AFTER_SIGN
    return f"{minus}{sign}{'' if close else NO_BREAK}{digits}"


@register.filter
def share(value: Amount | None, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    known = _known(value)
    if known is None:
        return _("unknown")
    return _("%(number)s%%") % {"number": number(known * 100, decimals)}


@register.filter
def days(value: Amount | None) -> str:
    """Write a number of working days."""
    known = _known(value)
    if known is None:
        return _("unknown")
    # The plural follows the number as it is written: 1, but 1.5 days.
    plural_number = 1 if known == 1 else 2
    text = ngettext("%(number)s day", "%(number)s days", plural_number)
    return text % {"number": number(known)}


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
def with_query(context: template.Context, **changes: str | int | None) -> str:
    """Give the query of this address with some of its parts changed; `None` takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _is_unknown(value: object) -> bool:
    if value is None or value == "":
        return True
    return isinstance(value, float | Decimal) and math.isnan(value)


def _known(value: Amount | None) -> Decimal | None:
    """Take a number as an exact decimal, or `None` where it is unknown or not finite."""
    if value is None or _is_unknown(value):
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact if exact.is_finite() else None


def _signed(value: Decimal) -> str:
    """Write a number with separators and, if negative, with a real minus sign."""
    digits = number_format(abs(value), use_l10n=True, force_grouping=True)
    return f"{MINUS if value < 0 else ''}{digits}"
