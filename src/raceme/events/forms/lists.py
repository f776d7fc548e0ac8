"""What somebody looks for among registrations, and what is done to those ticked."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.events.models import Event, Question, Quota, Registration, Wording
from raceme.events.queries.events import questions_of, sessions_to_choose
from raceme.events.queries.registrations import Searched
from raceme.events.queries.said import label_of
from raceme.foundation.forms import Group
from raceme.foundation.listing import ShownList

DECIDED = (Question.Kind.ONE, Question.Kind.SEVERAL, Question.Kind.YES_NO)


class RegistrationsSearch(forms.Form):
    """Narrow the registrations of an event down."""

    text = forms.CharField(
        label=gettext_lazy("name, organisation or e-mail address"), required=False
    )
    state = forms.MultipleChoiceField(
        label=gettext_lazy("state"),
        required=False,
        choices=[*Registration.State.choices, ("offered", gettext_lazy("place offered"))],
        widget=forms.CheckboxSelectMultiple,
    )
    presence = forms.ChoiceField(
        label=gettext_lazy("at the event"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("there", gettext_lazy("checked in")),
            ("not-there", gettext_lazy("not there")),
            ("excused", gettext_lazy("excused")),
        ],
    )
    books = forms.ChoiceField(
        label=gettext_lazy("in our books"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("member", gettext_lazy("of a member")),
            ("known", gettext_lazy("of an organisation we know")),
            ("unknown", gettext_lazy("not in our books")),
        ],
    )

    def __init__(
        self, data: Any, *, event: Event, language: str, shown: ShownList[Registration] | None
    ) -> None:
        super().__init__(data)
        quotas = Quota.objects.filter(event=event)
        self.fields["quota"] = forms.MultipleChoiceField(
            label=_("kind of participant"),
            required=False,
            choices=[(str(one.pk), str(one)) for one in quotas],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["agreed"] = forms.ChoiceField(
            label=_("has agreed"), required=False, choices=[("", _("all")), *Wording.Kind.choices]
        )
        self.fields["session"] = forms.ChoiceField(
            label=_("has chosen the session"),
            required=False,
            choices=[("", _("all")), *((str(o.pk), str(o)) for o in sessions_to_choose(event))],
        )
        self.fields["answer"] = forms.ChoiceField(
            label=_("has answered"), required=False, choices=_answers(event, language)
        )
        if shown is not None:
            self.fields["sort"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.groups = (
            Group(_("How it stands"), ("state", "presence")),
            Group(_("Who it is"), ("quota", "books", "agreed")),
            Group(_("What was said"), ("session", "answer")),
        )

    def wanted(self) -> Searched:
        """Give what is looked for."""
        said = self.cleaned_data
        return Searched(
            text=said["text"],
            state=tuple(said["state"]),
            quota=tuple(int(pk) for pk in said["quota"]),
            presence=said["presence"],
            agreed=said["agreed"],
            books=said["books"],
            session=int(said["session"]) if said["session"] else None,
            answer=said["answer"],
        )


class DecideForm(forms.Form):
    """What is to happen to the registrations that were ticked."""

    act = forms.ChoiceField(
        label=gettext_lazy("what to do"),
        choices=[
            ("approve", gettext_lazy("accept")),
            ("decline", gettext_lazy("decline")),
            ("give-place", gettext_lazy("give a place, also beyond the limit")),
            ("check-in", gettext_lazy("check in")),
        ],
    )
    because = forms.CharField(
        label=gettext_lazy("reason, where you decline"), required=False, max_length=2000
    )
    registration = forms.TypedMultipleChoiceField(
        label=gettext_lazy("registrations"), coerce=int, widget=forms.MultipleHiddenInput
    )

    def __init__(self, data: Any, *, numbers: list[int]) -> None:
        super().__init__(data)
        ticked = self.fields["registration"]
        assert isinstance(ticked, forms.TypedMultipleChoiceField)
        ticked.choices = [(str(pk), str(pk)) for pk in numbers]
        ticked.error_messages["required"] = _("Tick at least one registration.")


class ReasonForm(forms.Form):
    """Why somebody is declined."""

    because = forms.CharField(
        label=gettext_lazy("reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the letter."),
    )


class DeskForm(forms.Form):
    """Who stands at the desk."""

    text = forms.CharField(
        label=gettext_lazy("name, organisation, number or ticket"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )


def _answers(event: Event, language: str) -> list[Any]:
    groups: list[Any] = [("", _("all"))]
    for question in questions_of(event, Question.Form.REGISTRATION):
        if question.kind not in DECIDED:
            continue
        if question.kind == Question.Kind.YES_NO:
            options = [("yes", _("yes")), ("no", _("no"))]
        else:
            options = [
                (o["code"], question.label_of(o["code"], language)) for o in question.options
            ]
        rows = [(f"{question.pk}:{code}", label) for code, label in options]
        groups.append((label_of(question, language), rows))
    return groups
