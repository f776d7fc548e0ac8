"""What a field suggests while somebody types."""

from collections.abc import Callable

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request
from raceme.members import queries
from raceme.vocabulary import nace, nuts
from raceme.vocabulary.classifications import Classification

SHOWN = 10
Option = dict[str, str]


@require_safe
def suggest(request: Request, what: str) -> HttpResponse:
    """Give what fits the text so far: `value` for the field, and where it stands in its list."""
    suggestions = SUGGESTIONS.get(what)
    if suggestions is None:
        raise Http404
    text = request.GET.get("text", "").strip()
    options = suggestions(request.actor, text, request.GET.get("edition", "")) if text else []
    said = ngettext("%(number)s suggestion", "%(number)s suggestions", len(options))
    words = said % {"number": len(options)} if options else _("no suggestion")
    return JsonResponse({"options": options, "said": words})


def _activities(_actor: Actor, text: str, edition: str) -> list[Option]:
    revision = edition if edition in nace.REVISIONS else nace.REVISIONS[0]
    return _codes(nace.activities(revision), text)


def _regions(_actor: Actor, text: str, edition: str) -> list[Option]:
    version = edition if edition in nuts.VERSIONS else nuts.NEWEST
    return _codes(nuts.regions(version), text)


def _codes(classification: Classification, text: str) -> list[Option]:
    found = classification.found(text, limit=SHOWN)
    above = (classification.named(entry.parent) for entry in found)
    return [
        {"value": str(entry), "note": upper.label if upper else ""}
        for entry, upper in zip(found, above, strict=True)
    ]


def _organisations(actor: Actor, text: str, _edition: str) -> list[Option]:
    found = queries.organisations_like(actor, text, limit=SHOWN)
    return [{"value": f"{one.name} ({one.code})", "note": one.city} for one in found]


SUGGESTIONS: dict[str, Callable[[Actor, str, str], list[Option]]] = {
    "nace": _activities,
    "nuts": _regions,
    "organisation": _organisations,
}
