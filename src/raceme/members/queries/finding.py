"""Narrow a list of organisations down to what somebody looks for."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.foundation.finding import folded
from raceme.members import rules
from raceme.members.models import Competence, Organisation, OrganisationWords, Standing
from raceme.members.queries.further import narrowed_further
from raceme.members.queries.wanted import NEVER, YES, Wanted
from raceme.vocabulary.groupings import group_named
from raceme.vocabulary.nace import REVISIONS, activities, code_of

Organisations = QuerySet[Organisation]


def found_among(
    organisations: Organisations, wanted: Wanted, *, actor: Actor, today: date
) -> Organisations:
    """Narrow a list of organisations down to those that fit a filter, as of today."""
    narrowings = [
        _stands_so(wanted),
        _one_of("role", wanted.role),
        _one_of("size", wanted.size),
        _one_of("country", wanted.country),
        _begins_with_one_of("nuts", wanted.nuts),
        _is("is_start_up", wanted.start_up),
        _is("is_sme", wanted.sme),
        _between("employees", wanted.employees_from, wanted.employees_until),
        _belongs_to(wanted.group),
        _works_in(wanted.nace),
        _is_silent(wanted.silent, today),
        Q(last_contact_on__lt=wanted.contact_before) if wanted.contact_before else Q(),
        _between("joined_on", wanted.joined_from, wanted.joined_until),
        _between("left_on", wanted.left_from, wanted.left_until),
    ]
    for narrowing in narrowings:
        organisations = organisations.filter(narrowing)
    if wanted.competence:
        organisations = organisations.filter(pk__in=_able_to(wanted.competence))
    organisations = narrowed_further(organisations, wanted.further, actor)
    return found_by_words(organisations, wanted.text, actor=actor)


def found_by_words(organisations: Organisations, text: str, *, actor: Actor) -> Organisations:
    """Narrow down to organisations that have all these words, however they are written.

    A word is looked for in name, id, town, VAT and registration number, website, and what the
    organisation can do; in the names of its people only for those who may know them.
    """
    if not text.strip():
        return organisations
    asked = "words__has_words_anywhere" if rules.may_see_people(actor) else "words__has_words"
    found = OrganisationWords.objects.filter(**{asked: text})
    return organisations.filter(pk__in=found.values("organisation_id"))


def _stands_so(wanted: Wanted) -> Q:
    if wanted.standing:
        former = (Standing.LEFT,) if wanted.with_former else ()
        return Q(standing__in=(*wanted.standing, *former))
    asks_for_former = wanted.with_former or wanted.left_from or wanted.left_until
    return Q() if asks_for_former else ~Q(standing=Standing.LEFT)


def _one_of(column: str, values: tuple[str, ...]) -> Q:
    return Q(**{f"{column}__in": values}) if values else Q()


def _begins_with_one_of(column: str, beginnings: tuple[str, ...]) -> Q:
    rule = Q()
    for beginning in beginnings:
        rule |= Q(**{f"{column}__startswith": beginning})
    return rule


def _is(column: str, wanted: str) -> Q:
    return Q(**{column: wanted == YES}) if wanted else Q()


def _belongs_to(groups: tuple[str, ...]) -> Q:
    """By main activity: one of the codes of a group, or below it, in the group's edition."""
    rule = Q()
    for name in groups:
        group = group_named(name)
        if group is not None:
            codes = _begins_with_one_of("nace", group.nace)
            rule |= Q(nace_revision=group.revision) & codes
    return rule


def _works_in(codes: tuple[str, ...]) -> Q:
    """By a section, which has other divisions in each edition, or by how a code begins."""
    rule = Q()
    for code in codes:
        if not code.isalpha():
            rule |= Q(nace__startswith=code_of(code) or code)
            continue
        for revision in REVISIONS:
            divisions = tuple(one.code for one in activities(revision) if one.parent == code)
            of_section = _begins_with_one_of("nace", (code, *divisions))
            rule |= Q(nace_revision=revision) & of_section
    return rule


def _is_silent(wanted: str, today: date) -> Q:
    if not wanted:
        return Q()
    never = Q(last_contact_on__isnull=True)
    if wanted == NEVER:
        return never
    return never | Q(last_contact_on__lt=_months_before(today, int(wanted)))


def _months_before(day: date, months: int) -> date:
    """Give the same day some months ago; of a shorter month, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _between(column: str, first: date | int | None, last: date | int | None) -> Q:
    rule = Q()
    if first is not None:
        rule &= Q(**{f"{column}__gte": first})
    if last is not None:
        rule &= Q(**{f"{column}__lte": last})
    return rule


def _able_to(text: str) -> QuerySet[Competence, int]:
    """Give the organisations with a competence in whose name all these words stand."""
    able = Competence.objects.filter(ended_at__isnull=True)
    for word in folded(text).split():
        able = able.filter(term_folded__contains=word)
    return able.values_list("organisation_id", flat=True)
