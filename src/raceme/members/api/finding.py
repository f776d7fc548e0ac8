"""What programs may look for among organisations, and in which order they get them."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import QuerySet
from ninja import Schema
from pydantic import AfterValidator

from raceme.access.actor import Actor
from raceme.foundation.paging import InOrder
from raceme.members.columns import MEMBERS, members_list
from raceme.members.models import Organisation, Standing
from raceme.members.queries import Wanted
from raceme.vocabulary.helix import SizeClass


def _column(text: str) -> str:
    names = [one.name for one in MEMBERS.columns if one.order]
    if text.removeprefix("-") not in names:
        raise ValueError(f"one of {', '.join(names)}; with - in front from the end")
    return text


SortColumn = Annotated[str, AfterValidator(_column)]
CodesIn = list[Annotated[str, AfterValidator(str.upper)]]


class FilterIn(Schema):
    """What is looked for, as on the page; of several values of one kind, one must fit."""

    text: str = ""
    standing: list[Standing] = []
    with_former: bool = False
    role: list[str] = []
    size: list[SizeClass] = []
    start_up: Literal["", "yes", "no"] = ""
    sme: Literal["", "yes", "no"] = ""
    employees_from: int | None = None
    employees_until: int | None = None
    group: list[str] = []
    nace: CodesIn = []
    country: CodesIn = []
    nuts: CodesIn = []
    competence: str = ""
    silent: Literal["", "6", "12", "24", "never"] = ""
    contact_before: date | None = None
    joined_from: date | None = None
    joined_until: date | None = None
    left_from: date | None = None
    left_until: date | None = None

    def wanted(self) -> Wanted:
        """Give the filter as queries take it."""
        values = self.model_dump(exclude={"sort"})
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return Wanted(**(values | lists))


class ListIn(FilterIn):
    """What is looked for, and in which order."""

    sort: SortColumn = "name"


def in_order(found: QuerySet[Organisation], sort: str, actor: Actor) -> InOrder[Organisation]:
    """Give organisations a page at a time, ordered by a column of the list."""
    listing = members_list(actor)
    return InOrder(found, listing.order_by(listing.sorting(sort)), lambda rows: rows)
