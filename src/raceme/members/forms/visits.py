"""What a person types about contacts, made clean."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from raceme.access.models import User
from raceme.foundation.forms import Group
from raceme.members.forms.fields import DegreeField, TopicsField
from raceme.members.models import Person, Visit
from raceme.members.verbs import Newcomer

NEWCOMER = ("new_given_name", "new_family_name", "new_function")
LONGEST_SILENCE = 3650  # days


class VisitForm(forms.ModelForm[Visit]):
    """A contact: what took place, with whom, about what, and what follows."""

    groups: tuple[Group, ...] = (
        Group(_("What took place"), ("kind", "happened_on", "people", "note")),
        Group(_("What it was about"), ("topics",), is_folded=True),
        Group(_("What follows"), ("next_step", "next_on")),
        Group(_("More"), ("mood", "minutes", "adviser"), is_folded=True),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("people"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = TopicsField(label=_("topics"))
    mood = DegreeField(
        label=_("mood towards the cluster"), least=_("1 annoyed"), most=_("5 enthusiastic")
    )

    class Meta:
        model = Visit
        fields = (
            "kind",
            "happened_on",
            "people",
            "note",
            "topics",
            "next_step",
            "next_on",
            "mood",
            "minutes",
            "adviser",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "next_step": _("What somebody promised to do, such as sending the list of experts."),
        }

    def __init__(
        self, *args: Any, people: QuerySet[Person], advisers: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen, adviser, topics, kind = (
            self.fields[one] for one in ("people", "adviser", "topics", "kind")
        )
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        assert isinstance(adviser, forms.ModelChoiceField)
        assert isinstance(topics, TopicsField)
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("please choose")), *Visit.Kind.choices]
        topics.keep(self.instance.topics)
        chosen.queryset = people
        adviser.queryset = advisers
        if not people.exists():
            del self.fields["people"]
        elif not self.instance._state.adding:
            self.initial["people"] = [one.person_id for one in self.instance.people.all()]


class NewVisitForm(VisitForm):
    """A contact, perhaps with somebody who is not in the books yet."""

    groups = (
        VisitForm.groups[0],
        Group(
            _("Somebody new was there"),
            NEWCOMER,
            _("Enters the books as somebody who works there."),
            is_folded=True,
        ),
        *VisitForm.groups[1:],
    )
    new_given_name = forms.CharField(label=_("given name"), required=False, max_length=100)
    new_family_name = forms.CharField(label=_("family name"), required=False, max_length=100)
    new_function = forms.CharField(label=_("function"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_named = cleaned.get("new_given_name") or cleaned.get("new_function")
        if is_named and not cleaned.get("new_family_name"):
            self.add_error("new_family_name", _("Write the family name, too."))
        return cleaned

    def newcomer(self) -> Newcomer | None:
        """Who was there and is not in the books yet."""
        given, family, function = (self.cleaned_data[name] for name in NEWCOMER)
        return Newcomer(family, given, function) if family else None

    def visit(self) -> dict[str, Any]:
        """What is said about the contact itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NEWCOMER}


class StepsForm(forms.Form):
    """Which next steps somebody wants to see."""

    whose = forms.ChoiceField(
        label=_("whose"),
        required=False,
        choices=[("", _("everybody's")), ("mine", _("my own"))],
    )
    due = forms.ChoiceField(
        label=_("when"),
        required=False,
        choices=[("", _("all")), ("overdue", _("overdue only"))],
    )


class SilenceForm(forms.Form):
    """For how long nobody has talked with a member."""

    days = forms.IntegerField(
        label=_("days without contact"),
        required=False,
        min_value=1,
        max_value=LONGEST_SILENCE,
    )
