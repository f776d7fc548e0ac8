"""What a person types about where an organisation stands, made clean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raceme.foundation.forms import DayInput, Group
from raceme.members.forms.fields import say_unknown
from raceme.members.models import LeavingReason, Membership, Standing

REASONS = [("", _("unknown")), *LeavingReason.choices]
REASON_HELP = _("Only if it leaves. It is counted every year.")


class LeavingForm(forms.Form):
    left_on = forms.DateField(label=_("left on"), widget=DayInput)
    reason = forms.ChoiceField(label=_("reason"), required=False, choices=REASONS)
    note = forms.CharField(label=_("note"), required=False, max_length=250)


class StandingForm(forms.ModelForm[Membership]):
    """A new period: how it stands from a day on, and what it pays."""

    groups = (
        Group(_("How it stands"), ("standing", "on", "reason", "note")),
        Group(_("What it pays"), ("fee_class", "fee_eur")),
    )
    on = forms.DateField(label=_("from"), widget=DayInput)

    class Meta:
        model = Membership
        fields = ("standing", "reason", "note", "fee_class", "fee_eur")
        help_texts = {"reason": REASON_HELP}

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        """`present`: how it stands today, which is no change."""
        super().__init__(*args, **kwargs)
        standing = self.fields["standing"]
        assert isinstance(standing, forms.ChoiceField)
        standing.choices = [one for one in Standing.choices if one[0] != present]
        say_unknown(self, "reason")


class PeriodForm(forms.ModelForm[Membership]):
    """A period that was written down wrongly."""

    groups = (
        Group(_("How it stood"), ("standing", "starts_on", "reason", "note")),
        Group(_("What it paid"), ("fee_class", "fee_eur")),
    )

    class Meta:
        model = Membership
        fields = ("standing", "starts_on", "reason", "note", "fee_class", "fee_eur")
        help_texts = {
            "starts_on": _("The period before it ends on this day. Empty if nobody knows."),
            "reason": REASON_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_unknown(self, "reason")
