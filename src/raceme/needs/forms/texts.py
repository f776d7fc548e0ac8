"""A text that is typed in several languages: one field of a form, one input for each language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from raceme.needs.words import name_of_language


class TextsWidget(forms.MultiWidget):
    """One input for each language, under the language's own name."""

    template_name = "needs/parts/texts.html"
    use_fieldset = True

    def __init__(self, languages: Sequence[str], *, rows: int) -> None:
        self.languages = languages
        one = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(dict.fromkeys(languages, one))

    def decompress(self, value: Any) -> list[str]:
        texts = value if isinstance(value, dict) else {}
        return [texts.get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            part["language"], part["language_name"] = code, name_of_language(code)
            part["attrs"]["lang"] = code
        context["is_several"] = len(self.languages) > 1
        return context


class TextsField(forms.MultiValueField):
    """A text in the languages of a questionnaire; only the first one may be asked for."""

    def __init__(
        self, *, languages: Sequence[str], rows: int = 0, required: bool = False, **kwargs: Any
    ) -> None:
        self.languages = languages
        length = 8000 if rows else 300
        super().__init__(
            fields=[forms.CharField(required=False, max_length=length) for _one in languages],
            widget=TextsWidget(languages, rows=rows),
            require_all_fields=False,
            required=required,
            **kwargs,
        )

    def clean(self, value: Any) -> dict[str, str]:
        cleaned = super().clean(value)
        texts = cleaned if isinstance(cleaned, dict) else {}
        if self.required and self.languages[0] not in texts:
            wanted = name_of_language(self.languages[0])
            raise forms.ValidationError(
                _("Write it in %(language)s at least.") % {"language": wanted}
            )
        return texts

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        typed = zip(self.languages, data_list or (), strict=False)
        return {code: text.replace("\r\n", "\n") for code, text in typed if text.strip()}
