"""Why two organisations may be one, said to people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from raceme.cores.linking.values import Fact

SPEAKS_AGAINST = {
    "other_vat",
    "only_here",
    "only_there",
    "other_form",
    "other_country",
    "other_town",
}
VERY_LIKELY, LIKELY = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, and whether it speaks against the two being one."""

    text: str
    is_against: bool


def reasons_in_words(facts: Iterable[Fact]) -> list[Reason]:
    """Say what speaks for two records being one, then what speaks against it."""
    said = [Reason(_sentence(fact), fact.code in SPEAKS_AGAINST) for fact in facts]
    return sorted(said, key=lambda reason: reason.is_against)


def likelihood_in_words(score: float) -> str:
    """Say how likely it is; the figure itself would claim too much."""
    if score >= VERY_LIKELY:
        return _("very likely")
    return _("likely") if score >= LIKELY else _("possible")


def _sentence(fact: Fact) -> str:
    template = _TEMPLATES[fact.code]()
    both = zip(fact.words, fact.others, strict=False)
    return template % {
        "words": ", ".join(fact.words),
        "others": ", ".join(fact.others),
        "pairs": ", ".join(f"{one} / {other}" for one, other in both),
    }


_TEMPLATES: dict[str, Callable[[], str]] = {
    "same_vat": lambda: _("Same VAT number: %(words)s"),
    "slip_in_vat": lambda: _("VAT numbers that differ by a sign or two: %(pairs)s"),
    "other_vat": lambda: _("Different VAT numbers: %(pairs)s"),
    "same_website": lambda: _("Same website: %(words)s"),
    "related_website": lambda: _("Websites of one owner: %(pairs)s"),
    "same_name": lambda: _("Same name, apart from spelling and legal form"),
    "same_words": lambda: _("In both names: %(words)s"),
    "translated_words": lambda: _("Words of the same meaning: %(pairs)s"),
    "alike_words": lambda: _("Words spelled alike: %(pairs)s"),
    "written_together": lambda: _("Written in one word and in two: %(words)s"),
    "initials": lambda: _("Initials of the other name: %(words)s"),
    "only_here": lambda: _("Only in the first name: %(words)s"),
    "only_there": lambda: _("Only in the second name: %(words)s"),
    "other_form": lambda: _("Different legal forms: %(pairs)s"),
    "other_country": lambda: _("Different countries: %(pairs)s"),
    "same_town": lambda: _("Same town: %(words)s"),
    "other_town": lambda: _("Different towns: %(pairs)s"),
}
