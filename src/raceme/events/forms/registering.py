"""What somebody types to register: on the public page, behind the personal link, in the office."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.events.documents.times import clock
from raceme.events.forms.answering import answers_in, ask
from raceme.events.models import Event, Question, Quota, Registration, Said, Session, Wording
from raceme.events.queries.events import questions_of, quotas_on_offer, sessions_to_choose
from raceme.events.queries.places import choices_counted
from raceme.events.queries.wordings import wordings_in_force
from raceme.events.verbs.registrations import Newcomer, Wish
from raceme.foundation.forms import Group

ABOUT = ("given_name", "family_name", "email", "phone", "organisation_name", "function")
FILLED_IN_BY = {
    "given_name": "given-name", "family_name": "family-name", "email": "email", "phone": "tel",
    "organisation_name": "organization", "function": "organization-title",
}  # fmt: skip


class _QuotaField(forms.ModelChoiceField[Quota]):
    """A kind of participant, called as in the language of the reader."""

    language = ""

    def label_from_instance(self, obj: Quota) -> str:
        return obj.event.said(obj.name, self.language)


class RegistrationForm(forms.ModelForm[Registration]):
    """A person with the questions, sessions and consents of an event.

    `is_public`: somebody speaks for himself; then what must be answered must, and the use of the
    data is agreed to. The field `website` is seen by programs only: whoever fills it in is one.
    """

    website = forms.CharField(
        label=gettext_lazy("leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = Registration
        fields = (*ABOUT, "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(
        self,
        *args: Any,
        event: Event,
        language: str,
        is_public: bool,
        kept: Mapping[int, Said] | None = None,
        agreed: Sequence[str] = (),
        chosen: Sequence[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.language, self.is_public = event, language, is_public
        self.questions = questions_of(event, Question.Form.REGISTRATION)
        self.sessions = sessions_to_choose(event)
        self.wordings = wordings_in_force(event)
        asked = ask(self, self.questions, language, is_strict=is_public, kept=kept)
        self._ask_for_quota()
        self._ask_for_sessions(chosen)
        consents = self._ask_for_consents(agreed)
        self._prepare(asked, consents)

    def newcomer(self) -> Newcomer:
        """Give the person."""
        return Newcomer(**{name: self.cleaned_data.get(name, "") for name in (*ABOUT, "note")})

    def person(self) -> dict[str, str]:
        """Give what is said about the person, as far as this form asks for it."""
        names = (*ABOUT, "note")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def wish(self) -> Wish:
        """Give answers, consents and chosen sessions."""
        chosen = {int(pk) for pk in self.cleaned_data.get("sessions", ())}
        agreed = [one.kind for one in self.wordings if self.cleaned_data.get(_agrees(one))]
        return Wish(
            answers=answers_in(self, self.questions),
            consents=agreed,
            sessions=[one for one in self.sessions if one.pk in chosen],
        )

    def _post_clean(self) -> None:
        """The verb checks the row; here it would be half filled."""

    def _ask_for_quota(self) -> None:
        quotas = list(quotas_on_offer(self.event, is_public=self.is_public))
        field = _QuotaField(
            quotas_on_offer(self.event, is_public=self.is_public),
            label=_("you come as") if self.is_public else _("kind of participant"),
            empty_label=None,
            widget=forms.RadioSelect if self.is_public else forms.Select,
        )
        field.language = self.language
        self.fields["quota"] = field
        # Whoever has registered is of a kind already; one kind need not be chosen.
        if self.instance._state.adding is False:
            del self.fields["quota"]
        elif len(quotas) == 1:
            field.widget = forms.HiddenInput()
            self.initial["quota"] = quotas[0].pk

    def _ask_for_sessions(self, chosen: Sequence[int]) -> None:
        if not self.sessions:
            return
        counted = choices_counted(self.sessions)
        self.fields["sessions"] = forms.MultipleChoiceField(
            label=_("sessions"),
            required=False,
            choices=[(one.pk, self._session(one, counted.get(one.pk, 0))) for one in self.sessions],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Choose where you want to take part."),
        )
        self.initial["sessions"] = [str(pk) for pk in chosen]

    def _session(self, session: Session, taken: int) -> str:
        said = _("%(time)s %(title)s") % {
            "time": clock(session.starts_at, self.event),
            "title": self.event.said(session.title, self.language),
        }
        if session.capacity is None:
            return said
        left = max(session.capacity - taken, 0)
        return _("%(session)s (%(left)s places left)") % {"session": said, "left": left}

    def _ask_for_consents(self, agreed: Sequence[str]) -> tuple[str, ...]:
        for wording in self.wordings:
            is_needed = wording.kind == Wording.Kind.PRIVACY and self.is_public
            self.fields[_agrees(wording)] = forms.BooleanField(
                label=self.event.said(wording.text, self.language), required=is_needed
            )
            self.initial[_agrees(wording)] = wording.kind in agreed
        return tuple(_agrees(one) for one in self.wordings)

    def _prepare(self, asked: tuple[str, ...], consents: tuple[str, ...]) -> None:
        for name, value in FILLED_IN_BY.items():
            self.fields[name].widget.attrs["autocomplete"] = value if self.is_public else "off"
        if self.is_public:
            del self.fields["note"]
            self.fields["given_name"].required = self.fields["email"].required = True
        if not self.is_public or self.instance.pk is not None:
            del self.fields["website"]
        if self.is_public and self.instance.pk is not None:
            del self.fields["email"]
        hidden = {field.name for field in self.hidden_fields()}
        about = tuple(name for name in ("quota", *ABOUT) if name not in hidden)
        self.groups = (
            Group(_("Who comes"), about),
            Group(_("A few questions"), asked),
            Group(_("Agenda"), ("sessions",)),
            Group(_("What you agree to") if self.is_public else _("Agreed to"), consents),
            Group(_("For the office"), ("note",)),
        )


class OfficeForm(RegistrationForm):
    """Somebody whom the office registers; the letter may be left out."""

    with_letter = forms.BooleanField(
        label=gettext_lazy("send the letter about it"), required=False, initial=True
    )


class CompanionForm(forms.Form):
    """Somebody who comes along; an empty row is nobody."""

    given_name = forms.CharField(label=gettext_lazy("given name"), max_length=100, required=False)
    family_name = forms.CharField(label=gettext_lazy("family name"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("e-mail address"), required=False)

    def clean(self) -> None:
        typed = self.cleaned_data
        if any(typed.values()):
            for name in ("family_name", "email"):
                if not typed.get(name) and not self.has_error(name):
                    self.add_error(name, _("Name and e-mail address are needed."))


class BaseCompanionForms(BaseFormSet[CompanionForm]):
    def people(self, organisation_name: str) -> list[Newcomer]:
        """Give those who come along, of the same organisation."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("family_name")]
        return [Newcomer(**row, organisation_name=organisation_name) for row in rows]


def companion_forms(data: Any, event: Event) -> BaseCompanionForms | None:
    """Give a row for each who may come along; nothing where everybody registers alone."""
    if event.party_max < 2:
        return None
    made = formset_factory(
        CompanionForm, formset=BaseCompanionForms, extra=event.party_max - 1, max_num=9
    )
    rows = made(data, prefix="companions")
    assert isinstance(rows, BaseCompanionForms)
    return rows


class FeedbackForm(forms.Form):
    """What somebody thought of an event."""

    rating = forms.ChoiceField(
        label=gettext_lazy("How did you like the event as a whole?"),
        choices=[
            ("5", gettext_lazy("5 very much")),
            ("4", "4"),
            ("3", "3"),
            ("2", "2"),
            ("1", gettext_lazy("1 not at all")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, event: Event, language: str) -> None:
        super().__init__(data)
        self.questions = questions_of(event, Question.Form.FEEDBACK)
        ask(self, self.questions, language)
        self.fields["comment"] = forms.CharField(
            label=_("What should we keep, what should we change?"),
            required=False,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def values(self) -> dict[str, Any]:
        """Give what was typed as the verb takes it."""
        return {
            "rating": int(self.cleaned_data["rating"]),
            "comment": self.cleaned_data["comment"].replace("\r\n", "\n"),
            "answers": answers_in(self, self.questions),
        }


def _agrees(wording: Wording) -> str:
    return f"agrees-{wording.kind}"
