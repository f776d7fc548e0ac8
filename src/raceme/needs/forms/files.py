"""Files that the office brings."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 1024 * 1024  # a questionnaire of a thousand questions in ten languages is smaller


class DefinitionForm(forms.Form):
    """The definition of a questionnaire as a file."""

    file = forms.FileField(
        label=_("file"),
        help_text=_("A definition in JSON or TOML, such as the page of a questionnaire hands out."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.toml"}),
    )

    def clean_file(self) -> tuple[str, bytes]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is too large for a questionnaire."))
        return file.name or "", file.read()
