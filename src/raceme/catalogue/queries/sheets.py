"""Services as a table that people take with them: what the list shows, with ids and all facts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.access.rules import may_see_the_office
from raceme.catalogue import words
from raceme.catalogue.models import Service
from raceme.catalogue.queries.services import objectives_served
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.strategy.models import Objective

Column = tuple[Heading, Callable[[Service], Cell]]


def services_sheet(
    services: Iterable[Service], objectives: Sequence[Objective], actor: Actor
) -> Sheet:
    """Put services fetched `with_links` and `with_stage_since` into a table, one row for each."""
    columns = [
        *_columns_of_the_offer(),
        *_columns_of_the_terms(actor),
        *_columns_of_figures(),
        *_columns_of_links(objectives),
    ]
    rows = [[cell(one) for _heading, cell in columns] for one in services]
    return Sheet(_("Services"), tuple(heading for heading, _cell in columns), rows)


def _columns_of_the_offer() -> list[Column]:
    return [
        (Heading(_("number"), Style.WHOLE), lambda one: one.pk),
        (Heading(_("id")), lambda one: one.code),
        (Heading(_("name")), lambda one: one.name),
        (Heading(_("category")), lambda one: one.category),
        (Heading(_("name of the category")), lambda one: one.category_label),
        (Heading(_("stage")), lambda one: str(one.stands_at.label)),
        (Heading(_("at this stage since"), Style.DATE), _stage_since),
        (Heading(_("version"), Style.WHOLE), lambda one: one.version),
        (Heading(_("what members want it for")), lambda one: one.need),
        (Heading(_("description")), lambda one: one.description),
        (Heading(_("for whom")), lambda one: "; ".join(one.target_labels)),
        (Heading(_("level")), lambda one: _word(one.level, words.LEVELS)),
        (Heading(_("format")), lambda one: _word(one.format, words.FORMATS)),
        (Heading(_("how it is delivered")), lambda one: _word(one.delivered_by, words.DELIVERY)),
        (Heading(_("who takes part in delivering it")), _providers),
        (Heading(_("what we measure")), lambda one: "; ".join(one.kpi_list)),
        (Heading(_("joins firms of different sectors")), lambda one: one.is_cross_sectoral),
        (Heading(_("suits emerging industries")), lambda one: one.is_for_emerging),
    ]


def _columns_of_the_terms(actor: Actor) -> list[Column]:
    owner: list[Column] = [(Heading(_("owner")), _owner)] if may_see_the_office(actor) else []
    return [
        *owner,
        (Heading(_("when it is offered")), lambda one: one.calendar),
        (Heading(_("who pays")), lambda one: "; ".join(one.funding_labels)),
        (Heading(_("price for members"), Style.DECIMAL), lambda one: _float(one.price_member_eur)),
        (
            Heading(_("price for non-members"), Style.DECIMAL),
            lambda one: _float(one.price_guest_eur),
        ),
        (Heading(_("State-aid basis")), lambda one: _word(one.aid_basis, words.AID_BASES)),
        (
            Heading(_("who may know of it")),
            lambda one: _word(one.confidentiality, words.CONFIDENTIALITY),
        ),
    ]


def _columns_of_figures() -> list[Column]:
    return [
        (Heading(_("person-days"), Style.DECIMAL), lambda one: float(one.person_days)),
        (Heading(_("cost"), Style.DECIMAL), lambda one: float(one.cost_eur)),
        (Heading(_("income"), Style.DECIMAL), lambda one: float(one.income_eur)),
        (Heading(_("net cost"), Style.DECIMAL), lambda one: float(one.net_cost_eur)),
        (Heading(_("members reached"), Style.DECIMAL), lambda one: one.reach),
        (Heading(_("editions a year at most"), Style.WHOLE), lambda one: one.max_editions),
    ]


def _columns_of_links(objectives: Sequence[Objective]) -> list[Column]:
    return [
        (Heading(_("answers")), _answers),
        (Heading(_("serves")), lambda one: _serves(one, objectives)),
        (Heading(_("policy mandate")), lambda one: one.mandate),
        (Heading(_("adopted from")), lambda one: one.archetype),
        (Heading(_("version of the library"), Style.WHOLE), lambda one: one.archetype_version),
        (Heading(_("retired"), Style.DATE), lambda one: _day(one.retired_at)),
    ]


def _stage_since(service: Service) -> Cell:
    return _day(getattr(service, "stage_since", None))


def _providers(service: Service) -> Cell:
    return "; ".join(
        f"{one} ({_word(one.role, words.PROVIDER_ROLES)})" for one in service.providers.all()
    )


def _owner(service: Service) -> Cell:
    return str(service.owner.user) if service.owner else None


def _answers(service: Service) -> Cell:
    return "; ".join(f"{one.topic}:{one.strength:g}" for one in service.answers.all())


def _serves(service: Service, objectives: Sequence[Objective]) -> Cell:
    served = objectives_served(service, objectives)
    return "; ".join(f"{one.objective.code}:{one.strength:g}" for one in served)


def _word(code: str, known: Mapping[str, str | Promise]) -> Cell:
    return ", ".join(words.labels_of([code], known)) if code else None


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localdate(moment)


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
