"""A version of a grouping in words, for its page and to take away."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.region.models import GroupingVersion
from raceme.vocabulary.nace import label_of_activity


@dataclass(frozen=True, slots=True)
class GroupLines:
    """A group with its activities in words."""

    code: str
    label: str
    activities: list[str]


def lines_of(version: GroupingVersion) -> list[GroupLines]:
    """Say what is in each group."""
    revision = version.grouping.nace_revision
    return [
        GroupLines(
            one["code"],
            one["label"],
            [label_of_activity(code, revision) for code in one["codes"]],
        )
        for one in version.groups
    ]


def sheet_of_grouping(version: GroupingVersion) -> Sheet:
    """Give a version as a list: one line for each activity of each group."""
    grouping = version.grouping
    headings = (
        Heading(_("Grouping")),
        Heading(_("Version"), Style.WHOLE),
        Heading(_("Group")),
        Heading(_("Name")),
        Heading(_("Edition of NACE")),
        Heading(_("Code")),
        Heading(_("Activity")),
    )
    rows = [
        (grouping.name, version.number, one["code"], one["label"], grouping.nace_revision, code,
         label_of_activity(code, grouping.nace_revision).removeprefix(f"{code} "))
        for one in version.groups
        for code in one["codes"]
    ]  # fmt: skip
    return Sheet(_("Grouping"), headings, rows)
