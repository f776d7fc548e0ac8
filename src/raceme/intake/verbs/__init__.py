"""Take lists in, say how they are read, load them as a whole, undo them as a whole."""

from raceme.intake.verbs.keeping import put_away_old_files
from raceme.intake.verbs.loading import (
    confirm_upload,
    give_up_upload,
    load_upload,
    resume_cut_off_uploads,
)
from raceme.intake.verbs.undoing import give_up_undoing, take_back_upload, undo_upload
from raceme.intake.verbs.uploads import (
    decide_upload,
    drop_upload,
    map_upload,
    preview_upload,
    take_upload,
)

__all__ = [
    "confirm_upload",
    "decide_upload",
    "drop_upload",
    "give_up_undoing",
    "give_up_upload",
    "load_upload",
    "map_upload",
    "preview_upload",
    "put_away_old_files",
    "resume_cut_off_uploads",
    "take_back_upload",
    "take_upload",
    "undo_upload",
]
