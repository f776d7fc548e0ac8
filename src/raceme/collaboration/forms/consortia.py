"""What a person types about consortia and their partners, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration.forms.notices import TermsField
from raceme.collaboration.models import Call, Consortium, ConsortiumPartner, Requirement
from raceme.collaboration.queries.calls import calls_visible_to
from raceme.collaboration.queries.consortia import ConsortiaWanted
from raceme.foundation.forms import DayInput, Group
from raceme.members.forms.fields import suggest
from raceme.members.forms.people import organisation_meant
from raceme.members.models import Organisation

SENTENCES = forms.Textarea(attrs={"rows": 4})


def _money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        help_text=_("In euros. Leave empty if unknown."),
    )


class ConsortiumForm(forms.ModelForm[Consortium]):
    class Meta:
        model = Consortium
        fields = ("title", "idea")
        widgets = {"idea": SENTENCES}

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class NewConsortiumForm(ConsortiumForm):
    """An idea for one of the calls that still stand."""

    call = forms.ModelChoiceField(
        label=_("call"), queryset=Call.objects.none(), empty_label=_("choose one")
    )
    field_order = ("call", "title", "idea")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call = self.fields["call"]
        assert isinstance(call, forms.ModelChoiceField)
        call.queryset = calls_visible_to(actor).filter(withdrawn_at__isnull=True)


class ConsortiaSearch(forms.Form):
    """Narrow the consortia down."""

    text = forms.CharField(label=_("words"), required=False)
    stage = forms.MultipleChoiceField(
        label=_("stage"),
        required=False,
        choices=Consortium.Stage.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    call = forms.ModelChoiceField(
        label=_("call"), queryset=Call.objects.none(), required=False, empty_label=_("all")
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = (Group(_("How far it is"), ("stage",)), Group(_("What for"), ("call",)))

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        call = self.fields["call"]
        assert isinstance(call, forms.ModelChoiceField)
        call.queryset = calls_visible_to(actor)

    def wanted(self) -> ConsortiaWanted:
        said = self.cleaned_data
        call = said["call"]
        return ConsortiaWanted(
            said["text"], tuple(said["stage"]), None if call is None else call.pk
        )


class DecisionForm(forms.Form):
    """Go or no-go."""

    is_go = forms.TypedChoiceField(
        label=_("decision"),
        choices=[("yes", _("go: we write a proposal")), ("no", _("no-go: we do not pursue it"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("reason"), required=False, widget=SENTENCES, max_length=4000)


class SubmitForm(forms.Form):
    """When the proposal was handed in, and for how much money."""

    submitted_on = forms.DateField(label=_("submitted on"), widget=DayInput)
    asked_eur = _money(_("asked for"))


class AnswerForm(forms.Form):
    """What the funder said."""

    is_granted = forms.TypedChoiceField(
        label=_("answer of the funder"),
        choices=[("yes", _("granted")), ("no", _("refused"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(label=_("answered on"), widget=DayInput)
    granted_eur = _money(_("money granted"))


class RequirementForm(forms.ModelForm[Requirement]):
    terms = TermsField(
        help_text=_(
            "With commas between them. A competence in the books fits if it holds all words of one"
            " of these. Without any, the line above counts."
        )
    )

    class Meta:
        model = Requirement
        fields = ("title", "terms", "text")
        widgets = {"text": SENTENCES}

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class PartnerForm(forms.ModelForm[ConsortiumPartner]):
    """What a partner does, and what it brings of what is needed."""

    role = forms.ChoiceField(
        label=_("role"), choices=ConsortiumPartner.Role.choices, widget=forms.RadioSelect
    )
    brings = forms.ModelMultipleChoiceField(
        label=_("brings for sure"),
        queryset=Requirement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what somebody who knows says so. What the books tell counts by itself."),
    )

    class Meta:
        model = ConsortiumPartner
        fields = ("role", "task", "budget_eur")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner = self.instance
        brings = self.fields["brings"]
        assert isinstance(brings, forms.ModelMultipleChoiceField)
        brings.queryset = partner.consortium.requirements.filter(dropped_at__isnull=True)
        if not brings.queryset.exists():
            del self.fields["brings"]
        self.initial["brings"] = [one.requirement_id for one in partner.coverages.all()]

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class NewPartnerForm(forms.Form):
    """An organisation of the books that may take part."""

    organisation = forms.CharField(
        label=_("organisation"), help_text=_("Name or id. What fits is suggested as you type.")
    )
    role = forms.ChoiceField(
        label=_("role"), choices=ConsortiumPartner.Role.choices, widget=forms.RadioSelect
    )
    task = forms.CharField(label=_("what it does in the project"), required=False, max_length=250)
    budget_eur = _money(_("its budget"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        suggest(self, "organisation", "organisation", actor=actor)

    def clean_organisation(self) -> Organisation:
        return organisation_meant(self.cleaned_data["organisation"], actor=self.actor)


class InvitationForm(forms.Form):
    """When somebody was asked."""

    on = forms.DateField(label=_("invited on"), widget=DayInput)


class NoForm(forms.Form):
    """Why somebody does not take part."""

    reason = forms.CharField(label=_("reason"), required=False, max_length=250)
