"""What somebody looks for in the list of members."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import DayInput, Group
from raceme.foundation.listing import ShownList
from raceme.members.models import Organisation, Standing
from raceme.members.queries import Wanted, further_filters
from raceme.members.queries.wanted import NEVER, NO, YES
from raceme.vocabulary import helix, nace, nuts
from raceme.vocabulary.countries import country_matching, label_of_country
from raceme.vocabulary.groupings import groupings

SECTIONS = frozenset("ABCDEFGHIJKLMNOPQRSTUV")


EITHER = [("", gettext_lazy("all")), (YES, gettext_lazy("yes")), (NO, gettext_lazy("no"))]


class CodesInput(forms.TextInput):
    """A line for several codes; an address may also hold each of them by itself."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return ", ".join(data.getlist(name)) if hasattr(data, "getlist") else data.get(name)


class CodesField(forms.CharField):
    """Several codes, with commas between them. `code_of` gives "" for what is none.

    `label_of` (asked for as `in_words`, see foundation/filters.py) says a code in words.
    """

    widget = CodesInput

    def __init__(
        self,
        *,
        code_of: Callable[[str], str],
        example: str,
        label_of: Callable[[str], str] = str,
        **kwargs: Any,
    ) -> None:
        self.code_of, self.example, self.in_words = code_of, example, label_of
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Read the codes; what is none is named."""
        codes: dict[str, None] = {}
        for part in (super().clean(value) or "").replace(";", ",").split(","):
            if not part.strip():
                continue
            whole = self.code_of(part.strip())
            # “SI AT” are two codes, “Czech Republic” is one name.
            pieces = [part.strip()] if whole else part.split()
            for piece in pieces:
                codes[self._code(piece)] = None
        return tuple(codes)

    def _code(self, text: str) -> str:
        code = self.code_of(text)
        if not code:
            raise forms.ValidationError(
                _("“%(text)s” is not known. Write codes such as %(example)s."),
                params={"text": text, "example": self.example},
            )
        return code


def _several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=choices,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def _code_of_country(text: str) -> str:
    country = country_matching(text)
    return "" if country is None else country.code


def _code_of_activity(text: str) -> str:
    code = nace.code_of(text)
    return code if not code.isalpha() or code in SECTIONS else ""


def _standings() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in Standing.choices]


def _roles() -> list[tuple[str, str]]:
    return [(role.code, role.label) for role in helix.roles()]


def _groups() -> list[tuple[str, Any]]:
    lists = [
        (one.label, [(f"{one.code}:{group.code}", group.label) for group in one.groups])
        for one in groupings()
    ]
    return [("", _("does not matter")), *lists]


def _sizes() -> list[tuple[str, str]]:
    return [(size.code, size.label) for size in helix.size_classes()]


class SearchForm(forms.Form):
    """What somebody looks for in the list; everything may be left empty."""

    groups: tuple[Group, ...] = (
        Group(gettext_lazy("In the cluster"), ("standing", "with_former")),
        Group(
            gettext_lazy("Joined and left"),
            ("joined_from", "joined_until", "left_from", "left_until"),
        ),
        Group(
            gettext_lazy("Who it is"),
            ("role", "size", "sme", "employees_from", "employees_until", "start_up"),
        ),
        Group(
            gettext_lazy("What it does, and where"),
            ("nace", "group", "competence", "country", "nuts"),
        ),
        Group(gettext_lazy("Contact"), ("silent", "contact_before")),
        Group(gettext_lazy("Order"), ("sort",)),
    )

    text = forms.CharField(
        label=gettext_lazy("search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    standing = _several(
        gettext_lazy("standing"),
        _standings,
        help_text=gettext_lazy("None ticked: all but those that have left."),
    )
    with_former = forms.BooleanField(
        label=gettext_lazy("those that have left, too"), required=False
    )
    joined_from = forms.DateField(
        label=gettext_lazy("joined from"), required=False, widget=DayInput
    )
    joined_until = forms.DateField(
        label=gettext_lazy("joined until"), required=False, widget=DayInput
    )
    left_from = forms.DateField(label=gettext_lazy("left from"), required=False, widget=DayInput)
    left_until = forms.DateField(label=gettext_lazy("left until"), required=False, widget=DayInput)
    role = _several(gettext_lazy("kind of organisation"), _roles)
    size = _several(gettext_lazy("size class"), _sizes)
    start_up = forms.ChoiceField(label=gettext_lazy("start-up"), required=False, choices=EITHER)
    sme = forms.ChoiceField(label=gettext_lazy("SME"), required=False, choices=EITHER)
    employees_from = forms.IntegerField(
        label=gettext_lazy("employees from"), required=False, min_value=0
    )
    employees_until = forms.IntegerField(
        label=gettext_lazy("employees up to"), required=False, min_value=0
    )
    group = forms.ChoiceField(
        label=gettext_lazy("emerging industry or ecosystem"), required=False, choices=_groups
    )
    nace = CodesField(
        label=gettext_lazy("main activity (NACE)"),
        help_text=gettext_lazy("Sections or beginnings of codes, such as C or 25, 62.0"),
        code_of=_code_of_activity,
        example="C, 25, 62.0",
    )
    competence = forms.CharField(label=gettext_lazy("competence"), required=False, max_length=120)
    country = CodesField(
        label=gettext_lazy("country"),
        help_text=gettext_lazy("Such as SI, AT"),
        code_of=_code_of_country,
        label_of=label_of_country,
        example="SI, AT",
    )
    nuts = CodesField(
        label=gettext_lazy("NUTS region"),
        help_text=gettext_lazy("Beginnings of codes, such as SI04, AT"),
        code_of=nuts.code_of,
        label_of=lambda code: nuts.label_of_region(code, nuts.NEWEST),
        example="SI04, AT",
    )
    silent = forms.ChoiceField(
        label=gettext_lazy("no contact"),
        required=False,
        choices=[
            ("", gettext_lazy("does not matter")),
            ("6", gettext_lazy("for six months or longer")),
            ("12", gettext_lazy("for a year or longer")),
            ("24", gettext_lazy("for two years or longer")),
            (NEVER, gettext_lazy("never yet")),
        ],
    )
    contact_before = forms.DateField(
        label=gettext_lazy("last contact before"), required=False, widget=DayInput
    )
    sort = forms.ChoiceField(label=gettext_lazy("sort by"), required=False)
    segment = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: ShownList[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sort = self.fields["sort"]
        assert isinstance(sort, forms.ChoiceField)
        sort.choices = _orders(shown)
        further = further_filters()
        if further:
            names = tuple(one.name for one in further)
            self.groups = (*self.groups, Group(gettext_lazy("More"), names))
        for one in further:
            choices = [("", _("does not matter")), *one.choices()]
            self.fields[one.name] = forms.ChoiceField(
                label=str(one.label), required=False, choices=choices
            )

    def wanted(self) -> Wanted:
        """Give what is looked for; to be asked of a valid form only."""
        typed = self.cleaned_data
        further = tuple((one.name, typed[one.name]) for one in further_filters() if typed[one.name])
        return Wanted(
            text=typed["text"],
            standing=tuple(typed["standing"]),
            with_former=typed["with_former"],
            role=tuple(typed["role"]),
            size=tuple(typed["size"]),
            start_up=typed["start_up"],
            sme=typed["sme"],
            employees_from=typed["employees_from"],
            employees_until=typed["employees_until"],
            group=(typed["group"],) if typed["group"] else (),
            nace=typed["nace"],
            country=typed["country"],
            nuts=typed["nuts"],
            competence=typed["competence"],
            silent=typed["silent"],
            contact_before=typed["contact_before"],
            joined_from=typed["joined_from"],
            joined_until=typed["joined_until"],
            left_from=typed["left_from"],
            left_until=typed["left_until"],
            further=further,
        )


def _orders(shown: ShownList[Organisation]) -> list[tuple[str, str]]:
    """Offer every column that is shown both ways: on a phone, the headings are not seen."""
    orders = []
    for column in shown.listing.columns:
        if column.order and (column in shown.columns or column.name == shown.sorting.column):
            orders.append((column.name, _("%(column)s, ascending") % {"column": column.label}))
            orders.append(
                (f"-{column.name}", _("%(column)s, descending") % {"column": column.label})
            )
    return orders
