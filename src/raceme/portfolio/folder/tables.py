"""The tables of a plan folder: which columns they have, and how a row becomes a value."""

from __future__ import annotations

from raceme.foundation.tabular.columns import Column, Kind, Record
from raceme.portfolio.folder.cluster_file import category_code
from raceme.portfolio.folder.values import FolderMember, FolderNeed, FolderService
from raceme.vocabulary.helix import role_matching

MEMBER_COLUMNS = (
    Column(
        "id",
        required=True,
        unique=True,
        aliases=("member_id", "pic", "Mitglied", "Mitgliedsnummer"),
    ),
    Column("name", aliases=("organisation", "organization", "company", "Firma", "Organisation")),
    Column("role", aliases=("type", "organisation type", "Rolle", "Art")),
    Column(
        "employees",
        Kind.WHOLE,
        minimum=0,
        aliases=("staff", "number of employees", "Beschäftigte", "Mitarbeitende", "Mitarbeiter"),
    ),
    Column("nace", aliases=("nace code", "industry", "Branche", "WZ")),
    Column("nuts", aliases=("nuts code", "region")),
    Column("country", aliases=("country code", "Land")),
    Column("city", aliases=("town", "Ort", "Stadt")),
    Column("website", aliases=("web", "url", "homepage", "Webseite")),
    Column("weight", Kind.NUMBER, minimum=0, aliases=("Gewicht",)),
)

NEED_COLUMNS = (
    Column("member_id", required=True, aliases=("member", "Mitglied", "Mitgliedsnummer")),
    Column("topic", required=True, aliases=("need", "Thema", "Bedarf")),
    Column(
        "importance",
        Kind.WHOLE,
        required=True,
        minimum=1,
        maximum=5,
        aliases=("Wichtigkeit", "Bedeutung"),
    ),
    Column("satisfaction", Kind.WHOLE, minimum=1, maximum=5, aliases=("Zufriedenheit",)),
    Column("date", Kind.DATE, required=True, aliases=("recorded on", "Datum")),
    Column("source", aliases=("Quelle",)),
    Column("note", aliases=("comment", "remark", "Bemerkung", "Notiz")),
)

SERVICE_COLUMNS = (
    Column("id", required=True, unique=True, aliases=("service_id", "code")),
    Column("name", required=True, aliases=("service", "title", "Leistung", "Bezeichnung")),
    Column("category", aliases=("Kategorie",)),
    Column("description", aliases=("Beschreibung",)),
    Column("person_days", Kind.NUMBER, required=True, minimum=0, aliases=("days", "Personentage")),
    Column("cost_eur", Kind.NUMBER, required=True, minimum=0, aliases=("cost", "Kosten")),
    Column("income_eur", Kind.NUMBER, minimum=0, aliases=("income", "Einnahmen")),
    Column("reach", Kind.NUMBER, required=True, minimum=0, aliases=("Reichweite",)),
    Column("max_editions", Kind.WHOLE, minimum=0, aliases=("editions", "Durchführungen")),
    Column("cross_sectoral", Kind.YES_NO, aliases=("cross sector", "branchenübergreifend")),
    Column("answers", Kind.WEIGHTS, minimum=0, maximum=1, aliases=("topics", "Themen")),
    Column("serves", Kind.WEIGHTS, minimum=0, maximum=4, aliases=("objectives", "Ziele")),
)


def member_of(record: Record) -> FolderMember:
    """Read one row of the members table; a member without a weight counts 1."""
    role = role_matching(record.text("role")) if record.text("role") else None
    weight = record.number("weight")
    return FolderMember(
        id=record.text("id"),
        name=record.text("name") or record.text("id"),
        role=None if role is None else role.code,
        employees=record.whole("employees"),
        nace=record.text("nace"),
        nuts=record.text("nuts"),
        country=record.text("country").upper(),
        city=record.text("city"),
        website=record.text("website"),
        weight=1.0 if weight is None else weight,
    )


def need_of(record: Record) -> FolderNeed | None:
    """Read one row of the needs table; None where a necessary cell could not be read."""
    importance, day = record.whole("importance"), record.day("date")
    if importance is None or day is None:
        return None
    return FolderNeed(
        member_id=record.text("member_id"),
        topic=record.text("topic"),
        importance=importance,
        satisfaction=record.whole("satisfaction"),
        recorded_on=day,
        source=record.text("source"),
        note=record.text("note"),
    )


def service_of(record: Record) -> FolderService | None:
    """Read one row of the services table; None where a necessary cell could not be read."""
    person_days, cost_eur = record.number("person_days"), record.number("cost_eur")
    reach = record.number("reach")
    if person_days is None or cost_eur is None or reach is None:
        return None
    editions = record.whole("max_editions")
    category = record.text("category")
    return FolderService(
        id=record.text("id"),
        name=record.text("name"),
        category=category_code(category) if category else "",
        description=record.text("description"),
        person_days=person_days,
        cost_eur=cost_eur,
        income_eur=record.number("income_eur") or 0.0,
        reach=reach,
        max_editions=1 if editions is None else editions,
        is_cross_sectoral=record.yes("cross_sectoral") or False,
        answers=record.weights("answers") or {},
        serves=record.weights("serves") or None,
    )
