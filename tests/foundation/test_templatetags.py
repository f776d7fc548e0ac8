"""How numbers, money and days are said, in both languages; and that unknown is never 0."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from raceme.foundation import figures
from raceme.foundation.templatetags import raceme as tags

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "value", "currency", "said"),
    [
        ("en", 12345, "EUR", "€12,345"),
        ("de", 12345, "EUR", f"12.345{NBSP}€"),
        ("en", Decimal("0.5"), "EUR", "€0.50"),
        ("de", -1234.5, "EUR", f"−1.234,50{NBSP}€"),  # noqa: RUF001 - a real minus sign
        ("en", 1000, "SEK", f"SEK{NBSP}1,000"),
        ("de", 1000, "SEK", f"1.000{NBSP}SEK"),
        ("en", 0, "EUR", "€0"),
        ("en", 99.999, "EUR", "€100"),
    ],
)
def test_money_is_written_as_the_language_does(language, value, currency, said):
    with override(language):
        assert figures.money(value, currency) == said


@pytest.mark.parametrize(
    ("language", "value", "decimals", "said"),
    [
        ("en", 1234567, None, "1,234,567"),
        ("de", 1234.5, None, "1.234,5"),
        ("en", 100, None, "100"),
        ("en", 1.005, None, "1.01"),
        ("en", 2, 1, "2.0"),
        ("de", 0.12345, 3, "0,123"),
        ("en", 0, None, "0"),
        ("en", 1e300, None, "1.000E+300"),
    ],
)
def test_numbers_have_as_many_decimals_as_they_need(language, value, decimals, said):
    with override(language):
        assert figures.number(value, decimals) == said


def test_a_share_is_said_in_percent():
    with override("en"):
        assert figures.share(0.423) == "42%"
        assert figures.share(0.423, 1) == "42.3%"


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "1 day"), (1.5, "1.5 days"), (0, "0 days"), (2000, "2,000 days")],
)
def test_days_are_counted_in_the_right_form(value, said):
    with override("en"):
        assert tags.days(value) == said


@pytest.mark.parametrize("unknown", [None, math.nan, Decimal("NaN")])
@pytest.mark.parametrize(
    "say", [figures.money, figures.number, figures.share, tags.days, tags.or_unknown]
)
def test_unknown_is_said_to_be_unknown(say, unknown):
    with override("en"):
        assert say(unknown) == "unknown"


def test_zero_is_known():
    assert tags.or_unknown(0) == 0


def test_a_day_is_written_in_the_readers_format_and_zone():
    with override("en"):
        assert tags.day(date(2026, 11, 3)) == "3 November 2026"
        # Half past eleven at night in London is the next day in Brussels.
        assert tags.day(datetime(2026, 11, 3, 23, 30, tzinfo=UTC)) == "4 November 2026"
        assert tags.day(None) == "unknown"


def test_an_icon_is_decoration_unless_it_has_a_label():
    silent = tags.icon("users")
    spoken = tags.icon("users", label='a "label"')

    assert 'aria-hidden="true"' in silent
    assert 'role="img" aria-label="a &quot;label&quot;"' in spoken


def test_a_changed_query_keeps_its_other_parts():
    request = RequestFactory().get("/members/?role=firm&page=2")
    template = Template("{% load raceme %}{% with_query page=3 %}|{% with_query role=None %}")

    assert template.render(Context({"request": request})) == "?role=firm&amp;page=3|?page=2"


def test_progress_is_written_for_the_browser_not_for_the_language():
    template = Template("{% include 'parts/progress.html' with label='Plan' share=0.25 %}")

    with override("de"):
        shown = template.render(Context())

    assert 'value="0.25"' in shown


def test_progress_without_a_share_is_not_zero():
    template = Template("{% include 'parts/progress.html' with label='Plan' %}")

    shown = template.render(Context())

    assert "value=" not in shown
