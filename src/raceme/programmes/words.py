"""The indicator set of programmes: what is counted, in words that are frozen with every edition.

A measure whose definition changes gets a higher version: figures of two versions are not compared.
Whoever agreed to an earlier set is asked again before figures of theirs count in a later one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

INDICATOR_SET = 2  # 1: member firms only


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted of member firms: its version, name and definition."""

    version: int
    label: str | Promise
    definition: str | Promise
    is_money: bool = False
    is_of_a_year: bool = True  # counted since 1 January; otherwise as it stands on the day


MEASURES: Mapping[str, Measure] = {
    "firms": Measure(
        1,
        _("Member firms"),
        _("Firms that are members of a cluster organisation on the day of freezing."),
        is_of_a_year=False,
    ),
    "reached": Measure(
        1,
        _("Firms reached"),
        _(
            "Member firms of which somebody was at an event, or in a meeting that took place,"
            " since 1 January."
        ),
    ),
    "gained": Measure(
        1,
        _("Firms with a result"),
        _(
            "Member firms with a meeting of which an agreement, an order or a joint project came"
            " for the first time since 1 January, as told until the day of freezing. Self-reported,"
            " unless a document was shown."
        ),
    ),
    "cost": Measure(
        1,
        _("Cost of what reached them"),
        _(
            "Cost of the events since 1 January that deliver a service: as in the service plan of"
            " the year, otherwise as in the catalogue, shared evenly among all who were there; here"
            " the part of member firms. Planned cost, not what was booked."
        ),
        is_money=True,
    ),
    "value": Measure(
        1,
        _("Value of results, at least"),
        _(
            "The lower ends of the value bands told of these results, shared evenly among those in"
            " the meeting; here the part of member firms. Self-reported."
        ),
        is_money=True,
    ),
}

# What a cluster organisation tells of itself, not of its firms.
OWN: Mapping[str, Measure] = {
    "events": Measure(1, _("Events"), _("Events that took place since 1 January.")),
    "people": Measure(1, _("People at events"), _("Who was checked in at them.")),
    "meetings": Measure(1, _("Meetings"), _("Meetings that took place since 1 January.")),
    "services": Measure(
        1,
        _("Services planned"),
        _("Services in the service plan of the year that is in force."),
        is_of_a_year=False,
    ),
    "cost_planned": Measure(
        1,
        _("Planned cost"),
        _("Cost of these services, all editions of the year."),
        is_money=True,
        is_of_a_year=False,
    ),
    "income_planned": Measure(
        1,
        _("Planned income"),
        _("Fees, sponsors and project money that these services bring by plan."),
        is_money=True,
        is_of_a_year=False,
    ),
    "on_course": Measure(
        1,
        _("Indicators on course"),
        _("Indicators of the strategy in force with a green light."),
        is_of_a_year=False,
    ),
    "behind": Measure(
        1,
        _("Indicators behind"),
        _("Indicators of the strategy in force with a yellow or red light."),
        is_of_a_year=False,
    ),
    "unknown": Measure(
        1,
        _("Indicators unknown"),
        _("Indicators of the strategy in force without value, target or baseline."),
        is_of_a_year=False,
    ),
}


def in_all_languages(text: str | Promise) -> dict[str, str]:
    """Say a text in every language there is, to keep it as it is today."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return said
