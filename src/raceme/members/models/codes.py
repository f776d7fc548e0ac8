"""What people write for an activity, a region or a country, made a code of the lists.

Forms and API ask here before they call a verb. Old rows and imported lists may hold other text: it
stays readable, is marked on the page, and keeps nobody from changing something else.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.members.models.organisation import NaceRevision, NutsVersion, Organisation
from raceme.vocabulary import nace, nuts
from raceme.vocabulary.classifications import Meant
from raceme.vocabulary.countries import country_matching, label_of_country

EDITION_OF = {"nace": "nace_revision", "nuts": "nuts_version"}


def with_codes(values: Mapping[str, Any], *, before: Organisation | None = None) -> dict[str, Any]:
    """Give the values of an organisation with codes in place of words.

    Raises ValidationError beside each field that means nothing, or more than one thing. What the
    organisation had `before` and keeps is not looked at.
    """
    settled = dict(values)
    errors: dict[str, Any] = {}
    for field in ("nace", "nuts", "country"):
        if field not in settled or _is_kept(field, settled, before):
            continue
        try:
            settled[field] = _code_meant(field, settled)
        except ValidationError as error:
            errors[field] = error
    if not errors and not all(_is_kept(one, settled, before) for one in ("nuts", "country")):
        errors |= _region_elsewhere(settled)
    if errors:
        raise ValidationError(errors)
    return settled


def activity_meant(text: str, revision: str) -> str:
    """Give the code of NACE that somebody means; ValidationError where that is not clear."""
    if not text.strip():
        return ""
    edition = NaceRevision(revision)
    meant = nace.activities(edition.value).meant(text)
    if meant.entry is not None:
        return meant.entry.code
    others = [one for one in NaceRevision if nace.activities(one.value).meant(text).entry]
    if others and not meant.candidates:
        raise ValidationError(_of_another_edition(text, edition, others[0]))
    nothing = _("%(edition)s has no such activity. Write a code, such as 25.62, or its name.")
    raise ValidationError(_unclear(meant) or nothing % {"edition": edition.label})


def region_meant(text: str, version: str) -> str:
    """Give the code of NUTS that somebody means; ValidationError where that is not clear."""
    if not text.strip():
        return ""
    edition = NutsVersion(version)
    meant = nuts.regions(edition.value).meant(text)
    if meant.entry is not None:
        return meant.entry.code
    others = nuts.versions_with(nuts.code_of(text))
    if others and not meant.candidates:
        raise ValidationError(_of_another_edition(text, edition, NutsVersion(others[0])))
    nothing = _("%(edition)s has no such region. Write a code, such as SI041, or its name.")
    raise ValidationError(_unclear(meant) or nothing % {"edition": edition.label})


def country_meant(text: str) -> str:
    """Give the two letters of the country that somebody means."""
    if not text.strip():
        return ""
    country = country_matching(text)
    if country is None:
        raise ValidationError(_("There is no such country. Write two letters, such as SI."))
    return country.code


def _is_kept(field: str, values: Mapping[str, Any], before: Organisation | None) -> bool:
    if before is None:
        return False
    names = [name for name in (field, EDITION_OF.get(field, "")) if name in values]
    return all(values[name] == getattr(before, name) for name in names)


def _code_meant(field: str, values: Mapping[str, Any]) -> str:
    text = values[field]
    if field == "nace":
        return activity_meant(text, values.get("nace_revision", NaceRevision.REV_2))
    if field == "nuts":
        return region_meant(text, values.get("nuts_version", NutsVersion.V2024))
    return country_meant(text)


def _region_elsewhere(values: Mapping[str, Any]) -> dict[str, ValidationError]:
    """Say where a region lies that is not in the country that stands beside it."""
    region, country = values.get("nuts", ""), values.get("country", "")
    lies_in = nuts.country_of(region)
    if not nuts.versions_with(region) or not country or lies_in == country:
        return {}
    words = {"lies_in": label_of_country(lies_in), "country": label_of_country(country)}
    message = _("This region lies in %(lies_in)s, but the country is %(country)s.") % words
    return {"nuts": ValidationError(message)}


def _of_another_edition(
    text: str, edition: NaceRevision | NutsVersion, other: NaceRevision | NutsVersion
) -> str:
    words = _("“%(text)s” stands in %(other)s, not in %(edition)s. Choose that, or write another.")
    return words % {"text": text, "other": other.label, "edition": edition.label}


def _unclear(meant: Meant) -> str:
    """Name what may be meant; nothing where nothing comes near."""
    if not meant.candidates:
        return ""
    words = ngettext(
        "Is this meant: %(codes)s? Then write the code.",
        "It is not clear which of these is meant: %(codes)s. Write the code.",
        len(meant.candidates),
    )
    return words % {"codes": "; ".join(str(one) for one in meant.candidates)}
