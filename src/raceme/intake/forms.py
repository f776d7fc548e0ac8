"""What a person says about a list: which file, what its columns mean, what to do in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.forms import DayInput
from raceme.intake.lists.fields import SCALES, TOPIC, field_named, fields_of, topic_of
from raceme.intake.lists.reading import ReadList
from raceme.intake.lists.values import Holds, Place
from raceme.intake.models import Upload
from raceme.intake.queries.outcomes import EVERY, NEW, SAME, SKIP
from raceme.members.models import Standing
from raceme.needs.models import Need
from raceme.vocabulary.topics import code_of_topic, label_of_topic, topics

PASTED = "pasted.tsv"
Choices = list[tuple[str, Any]]


class UploadForm(forms.Form):
    """A file, or a table copied out of a spreadsheet program or a page."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        required=False,
        help_text=gettext_lazy("Choose it, or drop it here. CSV, XLSX, XLS or ODS, up to 20 MB."),
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.htm,.html,.xml",
                "class": "drop-here",
            }
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("or a pasted table"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "Copy the rows in your spreadsheet program, headings included, and paste them here."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    holds = forms.ChoiceField(
        label=gettext_lazy("what it holds"),
        required=False,
        choices=[("", gettext_lazy("find out by its columns")), *Upload.Holds.choices],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("pasted", "")).strip():
            raise forms.ValidationError(_("Choose a file, or paste a table."))
        return cleaned

    @property
    def sent(self) -> dict[str, Any]:
        """Give file name, content and what it holds, whichever way it came."""
        file = self.cleaned_data["file"]
        if file:
            name, content = file.name, file.read()
        else:
            name, content = PASTED, self.cleaned_data["pasted"].encode()
        return {"file_name": name, "content": content, "holds": self.cleaned_data["holds"]}


class ReadingForm(forms.Form):
    """How the file itself is read: which sheet, which row is the header."""

    holds = forms.ChoiceField(label=gettext_lazy("what it holds"), choices=Upload.Holds.choices)
    sheet = forms.ChoiceField(label=gettext_lazy("sheet"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("header row"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("As the spreadsheet counts; 0 if there is none."),
    )
    with_asides = forms.BooleanField(
        label=gettext_lazy("take headings, sums and notes between the rows for records, too"),
        required=False,
    )

    def __init__(self, *args: Any, read: ReadList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheets = read.understood.sheets
        choice = self.fields["sheet"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(name, name) for name in sheets]
        if len(sheets) < 2:
            del self.fields["sheet"]

    @staticmethod
    def initial_of(read: ReadList) -> dict[str, Any]:
        """Say how the file was read."""
        rows = read.understood.header_rows
        return {
            "holds": read.holds.value,
            "sheet": read.understood.table.sheet,
            "header_row": rows[0] if rows else 0,
            "with_asides": read.said.with_asides,
        }


class ColumnsForm(forms.Form):
    """What each column is taken for, what counts for all rows, and what to do in doubt."""

    standing = forms.ChoiceField(
        label=gettext_lazy("new organisations are"),
        choices=[one for one in Standing.choices if one[0] != Standing.LEFT],
        required=False,
        help_text=gettext_lazy("Where a row says nothing else."),
    )
    recorded_on = forms.DateField(
        label=gettext_lazy("date of all rows"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Where a row has no date of its own."),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("source of all rows"),
        required=False,
        choices=Need.Source.choices,
        help_text=gettext_lazy("Where a row has no source of its own."),
    )
    fills_gaps_only = forms.TypedChoiceField(
        label=gettext_lazy("where the list differs from the books"),
        coerce=lambda text: text == "gaps",
        choices=[
            ("list", gettext_lazy("take what the list says")),
            ("gaps", gettext_lazy("keep what stands, and only fill gaps")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    forgives = forms.TypedChoiceField(
        label=gettext_lazy("cells that cannot be read"),
        coerce=lambda text: text == "cell",
        choices=[
            ("row", gettext_lazy("are errors of their row")),
            ("cell", gettext_lazy("are left empty, and noted")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, read: ReadList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = read
        for name in ("recorded_on", "source") if read.holds == Holds.MEMBERS else ("standing",):
            del self.fields[name]
        for place in read.places:
            self.fields[f"column_{place.at}"] = forms.ChoiceField(
                label=place.heading,
                required=False,
                choices=_choices(read.holds, place),
                initial=place.target,
            )

    @property
    def rows(self) -> list[tuple[Place, forms.BoundField]]:
        """Give the columns of the list, each with its choice."""
        return [(place, self[f"column_{place.at}"]) for place in self.read.places]

    @property
    def targets(self) -> dict[int, str]:
        return {one.at: self.cleaned_data[f"column_{one.at}"] for one in self.read.places}

    @property
    def said(self) -> dict[str, Any]:
        """Give what was said besides the columns, as the verb takes it."""
        cleaned = self.cleaned_data
        day = cleaned.get("recorded_on")
        for_all = {
            "membership.standing": cleaned.get("standing", ""),
            "need.recorded_on": day.isoformat() if day else "",
            "need.source": cleaned.get("source", ""),
        }
        return {
            "for_all": {name: value for name, value in for_all.items() if value},
            "fills_gaps_only": bool(cleaned.get("fills_gaps_only")),
            "forgives": bool(cleaned.get("forgives")),
        }

    @staticmethod
    def initial_of(upload: Upload) -> dict[str, Any]:
        """Say what was said before."""
        day = upload.for_all.get("need.recorded_on") or timezone.localdate(upload.sent_at)
        return {
            "standing": upload.for_all.get("membership.standing", Standing.MEMBER),
            "recorded_on": day,
            "source": upload.for_all.get("need.source", Need.Source.SURVEY),
            "fills_gaps_only": "gaps" if upload.fills_gaps_only else "list",
            "forgives": "cell" if upload.forgives else "row",
        }


class DecisionForm(forms.Form):
    """Whether possible duplicates are the same, and whether rows with errors stay out."""

    leaves_out = forms.BooleanField(required=False)

    def __init__(self, *args: Any, alike: list[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (NEW, gettext_lazy("another, enter it")),
            (SAME, gettext_lazy("the same, add to it")),
            (SKIP, gettext_lazy("leave it out")),
        ]
        self._rows = [str(one["row"]) for one in alike]
        for row in (*self._rows, "rest"):
            self.fields[f"row_{row}"] = forms.ChoiceField(
                required=False, choices=[("", ""), *choices], widget=forms.RadioSelect
            )

    @property
    def decisions(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        said = {row: cleaned[f"row_{row}"] for row in self._rows if cleaned[f"row_{row}"]}
        return said | ({EVERY: cleaned["row_rest"]} if cleaned["row_rest"] else {})


def _choices(holds: Holds, place: Place) -> Choices:
    """Give what a column may be taken for, in groups; first that it is left aside."""
    groups: dict[str, Choices] = {}
    for field in fields_of(holds):
        groups.setdefault(str(field.group), []).append((field.name, field.label))
    choices: Choices = [("", _("leave it aside")), *groups.items()]
    if holds == Holds.NEEDS:
        choices += _topic_choices(place)
    return choices


def _topic_choices(place: Place) -> Choices:
    own = code_of_topic(place.heading)[:80]
    known = {topic.code for topic in topics()}
    asked = [own, topic_of(place.target)[0]] if place.target.startswith(TOPIC) else [own]
    extra = [code for code in dict.fromkeys(asked) if code and code not in known]
    names = {"importance": _("Importance of a topic"), "satisfaction": _("Satisfaction with it")}
    return [
        (
            names[scale],
            [
                (f"{TOPIC}:{code}:{scale}", label_of_topic(code))
                for code in (*extra, *(topic.code for topic in topics()))
                if field_named(f"{TOPIC}:{code}:{scale}") is not None
            ],
        )
        for scale in SCALES
    ]
