"""What a person types who wants to hear of something new."""

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.collaboration.forms.notices import TermsField
from raceme.collaboration.models import Notice


class SaveSearchForm(forms.Form):
    terms = TermsField(
        help_text=_(
            "With commas between them. What holds all words of one of them is told. Leave it empty"
            " to be told of everything."
        )
    )
    kind = forms.ChoiceField(
        label=_("kind"),
        required=False,
        choices=[("", _("offers and requests")), *Notice.Kind.choices],
    )
