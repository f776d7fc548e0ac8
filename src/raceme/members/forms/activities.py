"""What a person types about competences, figures and relations, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.forms import Group
from raceme.members.forms.fields import DegreeField, PercentField, suggest
from raceme.members.forms.people import organisation_meant
from raceme.members.models import Competence, Organisation, Relation, YearFigures


class CompetenceForm(forms.ModelForm[Competence]):
    level = DegreeField(label=_("level"), least=_("1 beginner"), most=_("5 leading"))

    class Meta:
        model = Competence
        fields = ("term", "kind", "level", "readiness", "note")
        help_texts = {
            "term": _("In the words of the member, such as five-axis milling or ISO 13485."),
            "readiness": _("1 idea … 9 proven in use. Only for technologies; empty if unknown."),
        }


class FiguresForm(forms.ModelForm[YearFigures]):
    groups = (
        Group(_("Which year"), ("year", "is_present")),
        Group(_("Figures"), ("employees", "turnover_eur", "value_added_eur", "investment_eur")),
        Group(
            _("Markets and research"),
            ("export_share", "rd_spending_eur", "rd_staff"),
        ),
        Group(_("How we know"), ("source",)),
    )
    export_share = PercentField(
        label=_("export share in percent"), required=False, help_text=_("Of the turnover.")
    )
    is_present = forms.BooleanField(
        label=_("these figures count today"),
        required=False,
        help_text=_(
            "Number of employees and turnover on its page, and its size class, follow them."
        ),
    )

    class Meta:
        model = YearFigures
        fields = (
            "year",
            "employees",
            "turnover_eur",
            "export_share",
            "rd_spending_eur",
            "rd_staff",
            "value_added_eur",
            "investment_eur",
            "source",
        )
        help_texts = {"employees": _("What nobody knows stays empty.")}


class RelationForm(forms.ModelForm[Relation]):
    share = PercentField(
        label=_("share held in percent"),
        required=False,
        help_text=_("Only where shares are held. Empty if unknown."),
    )

    class Meta:
        model = Relation
        fields = ("kind", "share", "since", "note")


class NewRelationForm(RelationForm):
    """A tie to another organisation in the books."""

    other = forms.CharField(
        label=_("other organisation"),
        help_text=_("Name or id. What fits is suggested as you type."),
    )
    field_order = ("kind", "other", "share", "since", "note")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        suggest(self, "other", "organisation", actor=actor)

    def clean_other(self) -> Organisation:
        return organisation_meant(self.cleaned_data["other"], actor=self.actor)
