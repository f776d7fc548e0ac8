"""The pages about members."""

from raceme.members.views.lists import choose_columns, export_members, show_members
from raceme.members.views.organisations import (
    describe_organisation,
    enter_organisation,
    readmit_organisation,
    record_leaving,
    show_organisation,
)
from raceme.members.views.segments import (
    describe_segment,
    end_segment,
    keep_segment,
    narrow_segment,
    restore_segment,
    show_segments,
)

__all__ = [
    "choose_columns",
    "describe_organisation",
    "describe_segment",
    "end_segment",
    "enter_organisation",
    "export_members",
    "keep_segment",
    "narrow_segment",
    "readmit_organisation",
    "record_leaving",
    "restore_segment",
    "show_members",
    "show_organisation",
    "show_segments",
]
