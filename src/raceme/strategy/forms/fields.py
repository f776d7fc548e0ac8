"""Fields of action and measures, as somebody types them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from raceme.foundation.forms import DayInput, Group
from raceme.strategy.models import FieldOfAction, Measure, Objective


class FieldForm(forms.ModelForm[FieldOfAction]):
    class Meta:
        model = FieldOfAction
        fields = ("name", "code", "objectives", "description", "assumption")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "assumption": forms.Textarea(attrs={"rows": 2}),
            "objectives": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, objectives: QuerySet[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = self.fields["objectives"]
        assert isinstance(served, forms.ModelMultipleChoiceField)
        served.queryset = objectives


class MeasureForm(forms.ModelForm[Measure]):
    groups = (
        Group(_("What is done"), ("name", "code", "field", "description", "status")),
        Group(
            _("By whom, with what, until when"),
            ("responsible", "budget_eur", "person_days", "begins_on", "ends_on"),
            _("Leave empty what nobody knows yet."),
        ),
        Group(_("What must hold true"), ("assumption",)),
    )

    class Meta:
        model = Measure
        fields = (
            "name",
            "code",
            "field",
            "description",
            "status",
            "responsible",
            "budget_eur",
            "person_days",
            "begins_on",
            "ends_on",
            "assumption",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "assumption": forms.Textarea(attrs={"rows": 2}),
            "begins_on": DayInput,
            "ends_on": DayInput,
        }

    def __init__(
        self,
        *args: Any,
        fields: QuerySet[FieldOfAction],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = fields
        field.empty_label = None
        self.fields["budget_eur"].help_text = _("In %(currency)s.") % {"currency": currency}
        show_plainly(self, "budget_eur", "person_days")


class MeasureSearchForm(forms.Form):
    """Which measures somebody looks for; everything may be left empty."""

    text = forms.CharField(label=_("name or responsible"), required=False)
    status = forms.ChoiceField(
        label=_("status"),
        required=False,
        choices=[("", _("all but dropped")), *Measure.Status.choices],
    )


def show_plainly(form: forms.ModelForm[Any], *names: str) -> None:
    """Show 350, not 350.00: the table keeps more decimals than anybody types."""
    for name in names:
        value = form.initial.get(name)
        if value is not None:
            form.initial[name] = format(value.normalize(), "f")
