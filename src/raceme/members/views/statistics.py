"""The membership in figures, and the organisations behind each of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raceme.access.http import Request, address_of
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.paging import page_of
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.members import queries
from raceme.members.models import Organisation
from raceme.members.queries import spells, statistics
from raceme.members.words import figure_in_words, reason_in_words

YEARS_OF_REASONS = 5


@require_safe
def show_statistics(request: Request) -> HttpResponse:
    """Show how the membership is composed, who came and went, and how often we talk."""
    actor, today = request.actor, timezone.localdate()
    all_spells = spells.spells_of(actor)
    years = spells.years_of_membership(all_spells, today=today)
    members = queries.members_of(actor)
    since = today - statistics.A_YEAR
    context = {
        "members": members.count(),
        "contacted": members.filter(last_contact_on__gte=since).count(),
        "smes": members.filter(role="firm", is_sme=True).count(),
        "in_own_region": statistics.share_in_own_region(actor),
        "years": years,
        "this_year": years[0] if years else None,
        "joined_url": _behind(request, "joined", today.year),
        "left_url": _behind(request, "left", today.year),
        "reasons": _reasons(all_spells, today),
        "reason_years": range(today.year, today.year - YEARS_OF_REASONS, -1),
        "tables": _tables(request),
        "contacts": statistics.years_of_contacts(actor),
    }
    return render(request, "members/statistics.html", context)


@require_safe
def show_behind(request: Request) -> HttpResponse:
    """List the organisations a figure was counted from, on the page or as a file."""
    today = timezone.localdate()
    what, value = request.GET.get("what", "members"), request.GET.get("value", "")
    all_spells = spells.spells_of(request.actor)
    found = statistics.organisations_behind(
        request.actor, what, value, spells=all_spells, today=today
    )
    if found is None:
        raise Http404
    title, kind = figure_in_words(what, value), request.GET.get("file", "")
    if kind in KINDS:
        return download(
            _sheet(title, found), kind, file_name=f"members-{what}", title=title, made_on=today
        )
    context = {"title": title, "page": page_of(request, found)}
    return render(request, "members/behind.html", context)


def _behind(request: Request, what: str, year: int) -> str:
    return f"{address_of(request.actor, 'members:behind')}?what={what}&value={year}"


def _tables(request: Request) -> list[dict[str, Any]]:
    """The tables of parts: title, what the addresses say, and the rows with their words."""
    actor = request.actor
    parts = {
        "role": (_("Kinds of members"), statistics.parts_by_role(actor)),
        "size": (_("Size of the firms"), statistics.parts_by_size(actor)),
        "sme": (_("SMEs among the firms"), statistics.parts_by_sme(actor)),
        "region": (_("Regions (NUTS 2)"), statistics.parts_by_region(actor)),
    }
    return [
        {
            "title": title,
            "what": what,
            "rows": [
                {"part": one, "words": figure_in_words(what, one.code, is_short=True)}
                for one in rows
            ],
        }
        for what, (title, rows) in parts.items()
        if rows
    ]


def _reasons(all_spells: list[spells.Spell], today: date) -> list[dict[str, Any]]:
    """Why members left, the usual reasons first: in words, and how many in the last years."""
    years = range(today.year, today.year - YEARS_OF_REASONS, -1)
    by_year = {year: spells.reasons_of(spells.left_in(all_spells, year)) for year in years}
    codes = {code for counted in by_year.values() for code in counted}
    usual = sorted(
        codes, key=lambda code: (code == "", -sum(one[code] for one in by_year.values()))
    )
    return [
        {
            "words": reason_in_words(code),
            "cells": [
                {"number": counted[code], "value": f"{year}:{code or statistics.UNKNOWN}"}
                for year, counted in by_year.items()
            ],
        }
        for code in usual
    ]


def _sheet(title: str, organisations: QuerySet[Organisation]) -> Sheet:
    headings = (
        Heading(_("Id")),
        Heading(_("Name")),
        Heading(_("Standing")),
        Heading(_("Kind")),
        Heading(_("Size class")),
        Heading(_("Town")),
        Heading(_("NUTS region")),
        Heading(_("Member since"), Style.DATE),
        Heading(_("Left on"), Style.DATE),
        Heading(_("Last contact"), Style.DATE),
    )
    return Sheet(title, headings, list(_rows(organisations)))


def _rows(organisations: QuerySet[Organisation]) -> Iterable[tuple[Cell, ...]]:
    for one in organisations.iterator(500):
        yield (
            one.code,
            one.name,
            str(one.get_standing_display()),
            str(one.get_role_display()),
            str(one.get_size_display()),
            one.city,
            one.nuts,
            one.joined_on,
            one.left_on,
            one.last_contact_on,
        )
