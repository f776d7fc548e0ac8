"""What a person types about offers and requests, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import Notice
from raceme.collaboration.queries.notices import NoticesWanted
from raceme.foundation.forms import Group
from raceme.members.forms.fields import suggest
from raceme.members.forms.people import organisation_meant
from raceme.members.models import Organisation


class TermsField(forms.CharField):
    """Key words, with commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {
            "label": _("key words"),
            "required": False,
            "help_text": _(
                "With commas between them, such as: laser welding, thin sheet. Partners are found"
                " by these, and by what stands in the books as competences."
            ),
        }
        super().__init__(**(usual | kwargs))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [term.strip() for term in text.replace("\n", ",").split(",") if term.strip()]


class NoticeForm(forms.ModelForm[Notice]):
    groups: tuple[Group, ...] = (
        Group(_("What it is about"), ("kind", "title", "text", "terms")),
        Group(_("Who sees it, and until when"), ("showing", "expires_on")),
    )
    kind = forms.ChoiceField(label=_("kind"), choices=Notice.Kind.choices, widget=forms.RadioSelect)
    terms = TermsField()
    showing = forms.ChoiceField(
        label=_("who sees it"), choices=Notice.Showing.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Notice
        fields = ("kind", "title", "text", "terms", "showing", "expires_on")
        help_texts = {
            "title": _("Such as: We look for somebody who welds thin copper."),
            "text": _("What it is for, how much, until when, what has been tried."),
        }

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""


class NewNoticeForm(NoticeForm):
    """A notice of one of the organisations in the books."""

    groups = (
        Group(_("Member"), ("organisation",)),
        *NoticeForm.groups,
    )
    organisation = forms.CharField(
        label=_("member"), help_text=_("Name or id. What fits is suggested as you type.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        suggest(self, "organisation", "organisation", actor=actor)

    def clean_organisation(self) -> Organisation:
        return organisation_meant(self.cleaned_data["organisation"], actor=self.actor)


class NoticesSearch(forms.Form):
    """Narrow the notices down."""

    text = forms.CharField(label=_("words"), required=False)
    kind = forms.ChoiceField(
        label=_("kind"), required=False, choices=[("", _("all")), *Notice.Kind.choices]
    )
    state = forms.MultipleChoiceField(
        label=_("state"),
        required=False,
        choices=Notice.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    showing = forms.MultipleChoiceField(
        label=_("who sees it"),
        required=False,
        choices=Notice.Showing.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.ChoiceField(
        label=_("written by"), required=False, choices=[("", _("all")), *Notice.Source.choices]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = (
        Group(_("What it is"), ("kind", "state")),
        Group(_("Who sees it"), ("showing", "source")),
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        if not rules.may_see_brokerage(actor):
            del self.fields["showing"], self.fields["source"]

    def wanted(self) -> NoticesWanted:
        said = self.cleaned_data
        return NoticesWanted(
            text=said["text"],
            kind=said["kind"],
            state=tuple(said["state"]),
            showing=tuple(said.get("showing", ())),
            source=said.get("source", ""),
        )
