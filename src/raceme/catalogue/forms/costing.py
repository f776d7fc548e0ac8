"""What a person types about the cost of a service."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.catalogue import words
from raceme.catalogue.forms.choosing import choices_of
from raceme.catalogue.forms.services import plain
from raceme.catalogue.models import CostLine, DayRate, Service, Terms
from raceme.catalogue.queries.costing import terms_of
from raceme.catalogue.verbs import Item
from raceme.foundation.forms import Group

EMPTY_LINES = 2


class RateForm(forms.ModelForm[DayRate]):
    class Meta:
        model = DayRate
        fields = ("day_rate_eur",)


class TermsForm(forms.ModelForm[Terms]):
    groups = (
        Group(gettext_lazy("Work of the team"), ("person_days", "day_rate_eur")),
        Group(gettext_lazy("Who takes part"), ("members", "guests")),
    )

    class Meta:
        model = Terms
        fields = ("person_days", "day_rate_eur", "members", "guests")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person_days", "day_rate_eur"):
            if self.initial.get(name) is not None:
                self.initial[name] = plain(self.initial[name])


class LineForm(forms.Form):
    """One line of a costing; an emptied row is taken away."""

    what = forms.CharField(label=gettext_lazy("what"), max_length=200, required=False)
    per = forms.ChoiceField(
        label=gettext_lazy("counted"), choices=CostLine.Per.choices, required=False
    )
    amount_eur = forms.DecimalField(
        label=gettext_lazy("amount"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
    )

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("what") and typed.get("amount_eur") is None and not self.errors:
            self.add_error("amount_eur", _("Say how much it is."))
        if not typed.get("what") and typed.get("amount_eur") is not None:
            self.add_error("what", _("Say what it is."))


class IncomeForm(LineForm):
    source = forms.ChoiceField(
        label=gettext_lazy("who pays"), choices=choices_of(words.SUPPORT), required=False
    )
    field_order = ("what", "source", "per", "amount_eur")

    def clean(self) -> None:
        super().clean()
        typed = self.cleaned_data
        if typed.get("what") and not typed.get("source") and "source" not in self.errors:
            self.add_error("source", _("Say who pays it."))


class BaseLineForms(BaseFormSet[LineForm]):
    kind = CostLine.Kind.COST

    def items(self) -> list[Item]:
        rows = (form.cleaned_data for form in self.forms)
        return [
            Item(
                kind=self.kind,
                what=row["what"],
                amount_eur=row["amount_eur"],
                per=row["per"] or CostLine.Per.EDITION,
                source=row.get("source", ""),
            )
            for row in rows
            if row.get("what")
        ]


class BaseIncomeForms(BaseLineForms):
    kind = CostLine.Kind.INCOME


CostForms = formset_factory(LineForm, formset=BaseLineForms, extra=EMPTY_LINES)
IncomeForms = formset_factory(IncomeForm, formset=BaseIncomeForms, extra=EMPTY_LINES)


@dataclass(frozen=True)
class CostingPage:
    """The forms of a costing, which are sent together."""

    form: TermsForm
    costs: BaseLineForms
    incomes: BaseIncomeForms

    def is_valid(self) -> bool:
        """Check all forms, and say at the top if something is wrong further below."""
        main, costs, incomes = (
            self.form.is_valid(),
            self.costs.is_valid(),
            self.incomes.is_valid(),
        )
        if self.form.is_bound and not (costs and incomes):
            self.form.add_error(None, _("Something is wrong with the lines below."))
        return main and costs and incomes

    def values(self) -> dict[str, Any]:
        """Give what was typed as the arguments of a verb."""
        lines = [*self.costs.items(), *self.incomes.items()]
        return {**self.form.cleaned_data, "lines": lines}


def costing_page(typed: Any, service: Service) -> CostingPage:
    """Put the forms of a costing together; a new one begins with the figures of the service."""
    terms = terms_of(service)
    lines = terms.lines.all() if terms else []
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in CostLine.Kind.values}
    for line in lines:
        rows[line.kind].append(
            {
                "what": line.what,
                "per": line.per,
                "amount_eur": plain(line.amount_eur),
                "source": line.source,
            }
        )
    first = None if terms else {"person_days": plain(service.person_days)}
    return CostingPage(
        form=TermsForm(typed, instance=terms, initial=first),
        costs=cast(
            BaseLineForms, CostForms(typed, initial=rows[CostLine.Kind.COST], prefix="costs")
        ),
        incomes=cast(
            BaseIncomeForms,
            IncomeForms(typed, initial=rows[CostLine.Kind.INCOME], prefix="incomes"),
        ),
    )


class WhatIfForm(forms.Form):
    """Other values for a costing, to try; nothing is stored."""

    person_days = forms.DecimalField(
        label=gettext_lazy("person-days"), min_value=0, max_digits=10, required=False
    )
    day_rate_eur = forms.DecimalField(
        label=gettext_lazy("cost of a person-day"), min_value=0, max_digits=12, required=False
    )
    members = forms.IntegerField(
        label=gettext_lazy("members who take part"),
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    guests = forms.IntegerField(
        label=gettext_lazy("non-members who take part"),
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    price_member_eur = forms.DecimalField(
        label=gettext_lazy("price for members"), min_value=0, max_digits=12, required=False
    )
    price_guest_eur = forms.DecimalField(
        label=gettext_lazy("price for non-members"), min_value=0, max_digits=12, required=False
    )

    def __init__(self, typed: Any, *, known: Mapping[str, Decimal | int | None]) -> None:
        written = {name: plain(one) for name, one in known.items() if one is not None}
        super().__init__(typed, initial=written)
