"""Topics, sectors and countries that people choose from, with their names."""

from raceme.members.models import Organisation
from raceme.members.models.organisation import NaceRevision
from raceme.vocabulary import nace
from raceme.vocabulary.countries import countries, label_of_country
from raceme.vocabulary.topics import label_of_topic, topics

SECTIONS = "ABCDEFGHIJKLMNOPQRSTU"  # of NACE Rev. 2
EDITION = NaceRevision.REV_2.value

Choices = list[tuple[str, str]]


def topic_choices() -> Choices:
    """The topics that somebody can offer or look for."""
    return [(one.code, str(one)) for one in topics()]


def sector_choices() -> Choices:
    """The sections of NACE Rev. 2."""
    return [(code, nace.label_of_activity(code, EDITION)) for code in SECTIONS]


def country_choices() -> Choices:
    """All countries, by their names."""
    return sorted(((one.code, one.label) for one in countries()), key=lambda pair: pair[1])


def labels_of_topics(codes: list[str]) -> list[str]:
    """Name topics for people."""
    return [label_of_topic(code) for code in codes]


def label_of_sector(code: str) -> str:
    """Name a sector for people; nothing where none is said."""
    return nace.label_of_activity(code, EDITION) if code else ""


def name_of_country(code: str) -> str:
    """Name a country for people; nothing where none is said."""
    return label_of_country(code) if code else ""


def sector_of(organisation: Organisation | None) -> str:
    """The section in which an organisation of the books is active; nothing where not known.

    Sections of Rev. 2.1 mean something else, so that nothing is taken over from there.
    """
    if organisation is None or organisation.nace_revision != EDITION or not organisation.nace:
        return ""
    path = nace.activities(EDITION).path(organisation.nace)
    return path[0].code if path else ""
