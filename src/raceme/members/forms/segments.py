"""What a person types about a segment, made clean."""

from typing import Any

from django import forms

from raceme.access.actor import Actor
from raceme.members import rules
from raceme.members.models import Segment


class SegmentForm(forms.ModelForm[Segment]):
    """Its name, and who sees it; only the team is asked whether everybody should."""

    class Meta:
        model = Segment
        fields = ("name", "is_shared")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rules.may_share_segments(actor):
            self.fields["is_shared"].disabled = True
