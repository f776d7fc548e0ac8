"""What the list of members can show of an organisation: on the page, in files, in which order."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from django.db.models import CharField, F, Field, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.figures import money
from raceme.foundation.listing import Column, Listing, ShownList, in_words, known, short_day
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Style
from raceme.members import rules
from raceme.members.models import Competence, Organisation, Person, Post, Standing
from raceme.vocabulary import helix
from raceme.vocabulary.countries import label_of_country
from raceme.vocabulary.nace import label_of_activity
from raceme.vocabulary.nuts import NEWEST, label_of_region, versions_with
from raceme.vocabulary.terms import Term

Rows = QuerySet[Organisation]
Says = Callable[[Organisation], Cell]
STANDINGS = dict(Standing.choices)
PEOPLE = ("contact", "contact_email")  # not for everybody: see rules.may_see_people


def members_list(actor: Actor) -> Listing[Organisation]:
    """Give the list of members with the columns that the actor may see."""
    if rules.may_see_people(actor):
        return MEMBERS
    columns = tuple(one for one in MEMBERS.columns if one.name not in PEOPLE)
    return replace(MEMBERS, columns=columns)


def shown_list(actor: Actor, sort: str = "") -> ShownList[Organisation]:
    """Give the list as the actor chose to see it, sorted by what an address says."""
    return members_list(actor).shown_to(actor.user_id, sort)


def _of_table(
    name: str, *, style: Style = Style.TEXT, cell: Says | None = None, is_usual: bool = False
) -> Column[Organisation]:
    """Make the column of a field; `cell` says it in words where it is a code."""
    field = Organisation._meta.get_field(name)
    assert isinstance(field, Field)
    return Column(
        name,
        field.verbose_name,
        cell=cell or (lambda one: getattr(one, name)),
        style=style,
        reads=(name,),
        order=(known(name) if style == Style.TEXT else F(name),),
        is_usual=is_usual,
    )


def _standing(one: Organisation) -> str:
    return capfirst(str(STANDINGS.get(one.standing, one.standing)))


def _role(one: Organisation) -> str:
    role = _terms(helix.roles).get(one.role)
    return one.role if role is None else role.label


def _size(one: Organisation) -> str:
    size = _terms(helix.size_classes).get(one.size)
    return one.size if size is None else size.label


@cache
def _terms(list_them: Callable[[], tuple[Term, ...]]) -> dict[str, Term]:
    return {term.code: term for term in list_them()}


def _left_on(one: Organisation) -> str:
    # Whoever has not left has no such day: it is not unknown.
    return in_words(one.left_on) if one.has_left else ""


def _last_contact(one: Organisation) -> str:
    return gettext("never") if one.last_contact_on is None else short_day(one.last_contact_on)


def _turnover(one: Organisation) -> float | None:
    return None if one.turnover_eur is None else float(one.turnover_eur)


def _activity(one: Organisation) -> str:
    return label_of_activity(one.nace, one.nace_revision) if one.nace else ""


def _region(one: Organisation) -> str:
    if not one.nuts:
        return ""
    return label_of_region(one.nuts, next(iter(versions_with(one.nuts)), NEWEST))


def _with_competences(rows: Rows) -> Rows:
    open_ones = Competence.objects.filter(ended_at__isnull=True)
    return rows.prefetch_related(Prefetch("competences", open_ones, to_attr="open_competences"))


def _competences(one: Organisation) -> str:
    competences: list[Competence] = getattr(one, "open_competences", [])
    return "; ".join(competence.term for competence in competences)


def _with_main_contact(rows: Rows) -> Rows:
    main = Post.objects.filter(is_main_contact=True, ended_on__isnull=True)
    posts = main.select_related("person")
    return rows.prefetch_related(Prefetch("posts", posts, to_attr="main_posts"))


def _main_contact(one: Organisation) -> Person | None:
    posts: list[Post] = getattr(one, "main_posts", [])
    return posts[0].person if posts else None


def _of_main_contact(field: str) -> Subquery:
    main = Post.objects.filter(
        organisation=OuterRef("pk"), is_main_contact=True, ended_on__isnull=True
    )
    return Subquery(main.values(f"person__{field}")[:1], output_field=CharField())


MEMBERS = Listing[Organisation](
    "members",
    ties=("name_folded", "pk"),
    columns=(
        Column(
            "name",
            _("name"),
            cell=lambda one: one.name,
            reads=("name",),
            order=("name_folded",),
            is_usual=True,
        ),
        replace(_of_table("code", is_usual=True), order=("code",)),
        _of_table("standing", cell=_standing, is_usual=True),
        _of_table("role", cell=_role, is_usual=True),
        _of_table("size", cell=_size),
        _of_table("employees", style=Style.WHOLE, is_usual=True),
        replace(_of_table("is_start_up"), order=(F("is_start_up"),)),
        replace(_of_table("is_sme"), order=(F("is_sme"),)),
        _of_table("independence", cell=lambda one: one.get_independence_display()),
        Column(
            "nace",
            _("main activity (NACE)"),
            cell=_activity,
            reads=("nace", "nace_revision"),
            order=(known("nace"),),
        ),
        _of_table("products"),
        _of_table("value_chain"),
        _of_table("customer_sectors"),
        _of_table("languages", cell=lambda one: one.languages_label),
        _of_table("street"),
        _of_table("postcode"),
        Column(
            "city",
            _("town"),
            cell=lambda one: one.city,
            reads=("city",),
            order=(known("city_folded"),),
            is_usual=True,
        ),
        _of_table("country", cell=lambda one: label_of_country(one.country)),
        _of_table("nuts", cell=_region),
        Column(
            "contact",
            _("main contact"),
            cell=lambda one: str(_main_contact(one) or ""),
            order=(_of_main_contact("family_name"), _of_main_contact("given_name")),
            prepared=_with_main_contact,
        ),
        Column(
            "contact_email",
            _("e-mail of the main contact"),
            cell=lambda one: getattr(_main_contact(one), "email", ""),
            order=(_of_main_contact("email"),),
            prepared=_with_main_contact,
        ),
        Column("competences", _("competences"), cell=_competences, prepared=_with_competences),
        _of_table("joined_on", style=Style.DATE),
        replace(
            _of_table("left_on", style=Style.DATE),
            shown=_left_on,
            reads=("left_on", "standing"),
        ),
        replace(
            _of_table("last_contact_on", style=Style.DATE, is_usual=True),
            shown=_last_contact,
        ),
        replace(
            _of_table("founded_year"),
            shown=lambda one: str(one.founded_year or _("unknown")),
            order=(F("founded_year"),),
        ),
        _of_table("website"),
        _of_table("vat"),
        _of_table("registration_number"),
        _of_table("legal_form"),
        replace(
            _of_table("turnover_eur", style=Style.MONEY, cell=_turnover),
            shown=lambda one: money(one.turnover_eur, "EUR"),
        ),
        _of_table("weight", style=Style.DECIMAL),
    ),
)
