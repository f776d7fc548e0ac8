"""What a person types about people and their posts, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.foundation.forms import DayInput, Group
from raceme.members.forms.fields import AgreedField, TopicsField, say_unknown, suggest
from raceme.members.models import Organisation, Person, Post
from raceme.members.queries import organisations_called
from raceme.vocabulary.languages import label_of_language, languages
from raceme.vocabulary.topics import topics

POST: tuple[str, ...] = ("function", "department", "level", "is_main_contact", "starts_on")


class PersonForm(forms.ModelForm[Person]):
    groups: tuple[Group, ...] = (
        Group(gettext_lazy("Who it is"), ("given_name", "family_name", "title")),
        Group(gettext_lazy("How to reach them"), ("email", "phone", "language")),
        Group(
            gettext_lazy("What they agreed to"),
            ("legal_basis", "consented_on", "purposes", "wants_news", "is_not_to_contact"),
            gettext_lazy("Why you may keep what you know of this person, and what for."),
        ),
        Group(gettext_lazy("Interested in"), ("topics",), is_folded=True),
        Group(gettext_lazy("Note"), ("note",), is_folded=True),
    )
    topics = TopicsField(
        label=gettext_lazy("topics"),
        help_text=gettext_lazy("What invitations and the newsletter may be about."),
    )
    purposes = AgreedField(Person.Purpose, label=gettext_lazy("agreed to"))
    language = forms.ChoiceField(label=gettext_lazy("language"), required=False)

    class Meta:
        model = Person
        fields = (
            "given_name",
            "family_name",
            "title",
            "email",
            "phone",
            "language",
            "topics",
            "legal_basis",
            "consented_on",
            "purposes",
            "wants_news",
            "is_not_to_contact",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "note": gettext_lazy("The person may ask to read it: write nothing you would not say.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, chosen = self.fields["language"], self.fields["topics"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(chosen, TopicsField)
        language.choices = _languages(self.instance.language)
        say_unknown(self, "legal_basis")
        chosen.keep(self.instance.topics)


class NewPersonForm(PersonForm):
    """A person together with the post in the organisation from whose page one comes."""

    groups = (
        PersonForm.groups[0],
        Group(gettext_lazy("What they do there"), POST),
        *PersonForm.groups[1:],
    )
    function = forms.CharField(label=gettext_lazy("function"), required=False, max_length=120)
    department = forms.CharField(label=gettext_lazy("department"), required=False, max_length=120)
    level = forms.ChoiceField(
        label=gettext_lazy("decides as"),
        required=False,
        choices=[("", gettext_lazy("unknown")), *Post.Level.choices],
    )
    is_main_contact = forms.BooleanField(label=gettext_lazy("main contact"), required=False)
    starts_on = forms.DateField(label=gettext_lazy("since"), required=False, widget=DayInput)

    def post(self) -> dict[str, Any]:
        """What is said about the post."""
        return {name: self.cleaned_data[name] for name in POST}

    def person(self) -> dict[str, Any]:
        """What is said about the person."""
        return {name: value for name, value in self.cleaned_data.items() if name not in POST}


class PostForm(forms.ModelForm[Post]):
    class Meta:
        model = Post
        fields: tuple[str, ...] = (*POST, "ended_on")
        help_texts = {
            "is_main_contact": gettext_lazy("Relieves the main contact there was before."),
            "ended_on": gettext_lazy("Leave empty while the person works there."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_unknown(self, "level")


class NewPostForm(PostForm):
    """A post of somebody who is in the books already."""

    organisation = forms.CharField(
        label=gettext_lazy("organisation"),
        help_text=gettext_lazy("Name or id. What fits is suggested as you type."),
    )
    field_order = ("organisation", *POST)

    class Meta(PostForm.Meta):
        fields = POST

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        suggest(self, "organisation", "organisation", actor=actor)

    def clean_organisation(self) -> Organisation:
        return organisation_meant(self.cleaned_data["organisation"], actor=self.actor)


class EndPostForm(forms.Form):
    ended_on = forms.DateField(label=gettext_lazy("until"), widget=DayInput)


class EraseForm(forms.Form):
    """What else is to be taken out of notes, and that somebody has thought about it."""

    words = forms.CharField(
        label=gettext_lazy("words to take out of notes"),
        required=False,
        help_text=gettext_lazy(
            "Separated by commas. Full name, e-mail address and telephone number are taken out"
            " anyway."
        ),
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be taken back"),
        error_messages={"required": gettext_lazy("Please confirm: it cannot be taken back.")},
    )

    def clean_words(self) -> list[str]:
        words = (word.strip() for word in self.cleaned_data["words"].split(","))
        return [word for word in words if word]


class PeopleSearchForm(forms.Form):
    """What somebody looks for in the list of people; everything may be left empty."""

    text = forms.CharField(
        label=gettext_lazy("search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(
        label=gettext_lazy("show"),
        required=False,
        choices=[
            ("", gettext_lazy("everybody")),
            ("main", gettext_lazy("main contacts")),
            ("news", gettext_lazy("who want the newsletter")),
            ("no-basis", gettext_lazy("without a legal basis")),
            ("not-to-contact", gettext_lazy("not to be contacted")),
        ],
    )
    topic = forms.ChoiceField(label=gettext_lazy("interested in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)
        topic.choices = [("", _("any topic")), *((one.code, one.label) for one in topics())]


def organisation_meant(text: str, *, actor: Actor) -> Organisation:
    """Give the organisation that somebody means; an error where that is not clear."""
    found = organisations_called(actor, text)
    if len(found) == 1:
        return found[0]
    if found:
        names = "; ".join(f"{one.name} ({one.code})" for one in found)
        message = _("Several are called so: %(names)s. Write the id.") % {"names": names}
        raise forms.ValidationError(message)
    raise forms.ValidationError(_("No organisation in the books is called so."))


def _languages(present: str) -> list[tuple[str, str]]:
    known = sorted(((one.code, one.label) for one in languages()), key=lambda one: one[1])
    if present and present not in dict(known):
        known.insert(0, (present, label_of_language(present)))
    return [("", _("unknown")), *known]
