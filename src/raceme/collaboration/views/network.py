"""The pages of the network: a picture, the same as a table, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raceme.access.http import Request, address_of
from raceme.collaboration import rules
from raceme.collaboration.bridge.network import Figured, Known, Sketch, figured, near, sketched
from raceme.collaboration.documents.network import (
    Point,
    Row,
    drawn_network,
    graphml_of,
    knots_sheet,
    rows_sheet,
)
from raceme.collaboration.forms.network import NetworkSearch
from raceme.collaboration.queries.network import network_of
from raceme.collaboration.words import TIES
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.paging import page_of
from raceme.members.models import Organisation

LISTED = 24  # those tied to nobody, named below the picture


@dataclass(frozen=True, slots=True)
class Seen:
    """The network somebody asked for, and whom it is seen from."""

    found: Figured
    centre: Organisation | None


@require_safe
def show_network(request: Request) -> HttpResponse:
    """Show who works with whom: bridges, parts, those tied to nobody."""
    search, seen = _seen(request)
    context: dict[str, object] = {
        "search": search,
        "chips": [] if search.errors else chips_of(search, request.GET),
        "query": request.GET.urlencode(),
        "may_see": rules.may_see_brokerage(request.actor),
        "tab": "network",
    }
    if seen is None:
        return render(request, "collaboration/network.html", context, status=422)
    found, sketch = seen.found, sketched(seen.found)
    listed = {"bridges": found.bridges, "alone": found.alone}
    context |= {
        "found": found,
        "centre": seen.centre,
        "picture": _picture(request, seen, sketch) if sketch.placed else "",
        "left_out": sketch.left_out,
        "alone": found.alone[:LISTED],
        "alone_more": max(0, len(found.alone) - LISTED),
        "page": page_of(request, listed.get(search.cleaned_data["show"], found.known)),
        "counted": {show: _with(request, show=show) for show in listed},
    }
    return render(request, "collaboration/network.html", context)


@require_safe
def download_network(request: Request, what: str, kind: str) -> HttpResponse:
    """Hand out organisations or ties as they are narrowed down, with the ids of every row."""
    if kind not in KINDS or what not in ("organisations", "ties"):
        raise Http404
    _search, seen = _seen(request)
    if seen is None:
        return redirect(address_of(request.actor, "collaboration:network"))
    sheet = (
        rows_sheet(_rows(seen.found.known))
        if what == "organisations"
        else knots_sheet(seen.found.network, {one: str(said) for one, said in TIES.items()})
    )
    name, today = f"network-{what}", timezone.localdate()
    return download(sheet, kind, file_name=name, title=_("Network"), made_on=today)


@require_safe
def download_graphml(request: Request) -> HttpResponse:
    """Hand out the network as it is narrowed down, for programs that draw and reckon networks."""
    _search, seen = _seen(request)
    if seen is None:
        return redirect(address_of(request.actor, "collaboration:network"))
    content = graphml_of(_rows(seen.found.known), seen.found.network.knots)
    answer = HttpResponse(content, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="network.graphml"'
    return answer


def _seen(request: Request) -> tuple[NetworkSearch, Seen | None]:
    today = timezone.localdate()
    search = NetworkSearch(request.GET, actor=request.actor, on=today)
    if not search.is_valid():
        return search, None
    wanted = search.wanted()
    network = network_of(request.actor, wanted, at=today)
    if wanted.centre is not None:
        network = near(network, wanted.centre, steps=wanted.steps)
    return search, Seen(figured(network), search.centre)


def _picture(request: Request, seen: Seen, sketch: Sketch) -> str:
    points = [
        Point(
            key=one.known.organisation.pk,
            name=one.known.organisation.name,
            role=one.known.organisation.role,
            x=one.x,
            y=one.y,
            partners=one.known.figures.partners,
            is_bridge=one.known.figures.is_bridge,
            is_centre=one.known.organisation == seen.centre,
            address=_with(request, text=one.known.organisation.code),
        )
        for one in sketch.placed
    ]
    description = _(
        "Network of %(organisations)s organisations and %(ties)s ties between pairs of them;"
        " %(bridges)s are bridges. The table below says the same."
    ) % {
        "organisations": len(points),
        "ties": len(sketch.knots),
        "bridges": sum(one.is_bridge for one in points),
    }
    return drawn_network(points, sketch.knots, description=description)


def _rows(known: Sequence[Known]) -> list[Row]:
    return [
        Row(
            key=one.organisation.pk,
            code=one.organisation.code,
            name=one.organisation.name,
            role=one.organisation.role,
            sector=one.organisation.nace,
            city=one.organisation.city,
            partners=one.figures.partners,
            part=one.figures.part,
            between=one.figures.between,
            is_bridge=one.figures.is_bridge,
        )
        for one in known
    ]


def _with(request: Request, **changes: str) -> str:
    """The same page with something else chosen; everything else stays as it was."""
    query = QueryDict(request.GET.urlencode(), mutable=True)
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"
