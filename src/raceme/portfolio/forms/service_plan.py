"""What a person types about the service plan of a year."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Seat
from raceme.catalogue.models import Service
from raceme.catalogue.queries import services_offered
from raceme.foundation.forms import Group
from raceme.portfolio.models import PlanLine, ServicePlan
from raceme.portfolio.queries import seats_for_lines


class AdoptForm(forms.ModelForm[ServicePlan]):
    """Who adopts a plan, when; and why, if it rests on what has changed since."""

    class Meta:
        model = ServicePlan
        fields = ("adopted_on", "adopted_by", "note", "why_outdated")
        labels = {"why_outdated": _("Why adopt it although it is outdated?")}
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "why_outdated": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, is_outdated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_outdated:
            self.fields["why_outdated"].required = True
        else:
            del self.fields["why_outdated"]


class MonthsField(forms.TypedMultipleChoiceField):
    """The months in which something happens; none, while nobody knows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=list(MONTHS.items()),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "months"}),
            label=_("months"),
            **kwargs,
        )


class LineForm(forms.ModelForm[PlanLine]):
    """One service of a plan; what differs from the computation needs a reason."""

    months = MonthsField()
    groups = (
        Group(_("Who and when"), ("responsible", "months")),
        Group(
            _("How much"),
            ("editions", "person_days", "cost_eur", "income_eur", "reach"),
            _("Figures are of one edition. What you change here changes this plan alone."),
        ),
        Group(_("Why it is otherwise than computed"), ("reason",)),
    )

    class Meta:
        model = PlanLine
        fields = (
            "responsible",
            "months",
            "editions",
            "person_days",
            "cost_eur",
            "income_eur",
            "reach",
            "reason",
        )
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_seats(self, actor, self.instance.responsible)
        self.fields["reason"].help_text = _("Needed only where figures differ.")


class AddLineForm(forms.Form):
    """A service that the computation left out, taken into the plan by hand."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("service"))
    editions = forms.IntegerField(label=_("editions"), min_value=1, initial=1)
    responsible = forms.ModelChoiceField(
        Seat.objects.none(), label=_("responsible"), required=False
    )
    months = MonthsField()
    reason = forms.CharField(
        label=_("reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why it is in the plan although the computation left it out."),
    )

    def __init__(self, *args: Any, plan: ServicePlan, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = services_offered(actor).exclude(plan_lines__plan=plan).order_by("name")
        _offer_seats(self, actor, None)


def _offer_seats(form: forms.BaseForm, actor: Actor, known: Seat | None) -> None:
    """Offer the team of today; who has gone since stays where it is written."""
    field = form.fields["responsible"]
    assert isinstance(field, forms.ModelChoiceField)
    seats = seats_for_lines(actor)
    if known is not None:
        seats = seats | Seat.objects.filter(pk=known.pk).select_related("user")
    field.queryset = seats
