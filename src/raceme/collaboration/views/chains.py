"""The pages of value chains."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, address_of, done, go_to, saved
from raceme.collaboration import rules
from raceme.collaboration.forms.chains import ChainForm
from raceme.collaboration.models import ValueChain
from raceme.collaboration.queries.chains import ChainMap, chain_map, chains_visible_to
from raceme.collaboration.verbs import chains as verbs
from raceme.collaboration.views.frame import form_page
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet


@require_safe
def show_chains(request: Request) -> HttpResponse:
    """Show the value chains, with their gaps."""
    chains = list(chains_visible_to(request.actor))
    context = {
        "chains": [(one, chain_map(one, request.actor)) for one in chains if not one.is_dropped],
        "dropped": [one for one in chains if one.is_dropped],
        "may_broker": rules.may_broker(request.actor),
        "may_see": rules.may_see_brokerage(request.actor),
        "tab": "chains",
    }
    return render(request, "collaboration/chains.html", context)


@require_safe
def show_chain(request: Request, pk: int) -> HttpResponse:
    """Show a value chain: who stands where, gaps, steps that are not joined."""
    chain = get_object_or_404(chains_visible_to(request.actor), pk=pk)
    context = {
        "chain": chain,
        "map": chain_map(chain, request.actor),
        "may_broker": rules.may_broker(request.actor, chain),
    }
    return render(request, "collaboration/chain.html", context)


@require_safe
def download_chain(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out who stands where, with the ids of the members; gaps have a row of their own."""
    chain = get_object_or_404(chains_visible_to(request.actor), pk=pk)
    if kind not in KINDS:
        raise Http404
    sheet, today = _sheet(chain_map(chain, request.actor)), timezone.localdate()
    name = f"value-chain-{chain.pk}"
    return download(sheet, kind, file_name=name, title=chain.title, made_on=today)


@require_http_methods(["GET", "POST"])
def draw_chain(request: Request) -> HttpResponse:
    """Let the team write down a value chain."""
    require(rules.may_broker, request.actor)
    form = ChainForm(request.POST or None)
    by, at = request.actor, timezone.now()
    assert by.cluster is not None
    here, made = by.cluster, list[ValueChain]()
    if saved(form, lambda: made.append(verbs.draw_chain(here, **form.cleaned_data, by=by, at=at))):
        return go_to(request, "collaboration:chain", pk=made[0].pk)
    back = address_of(by, "collaboration:chains")
    return form_page(request, form, _("New value chain"), back=back)


@require_http_methods(["GET", "POST"])
def describe_chain(request: Request, pk: int) -> HttpResponse:
    """Let the team change the steps of a value chain."""
    require(rules.may_broker, request.actor)
    chain = get_object_or_404(chains_visible_to(request.actor), pk=pk)
    form = ChainForm(request.POST or None, instance=chain)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_chain(chain, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:chain", pk=pk)
    back = address_of(by, "collaboration:chain", pk=pk)
    return form_page(request, form, _("Change: %(what)s") % {"what": chain}, back=back)


Act = Callable[[ValueChain, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "drop": lambda one, by, at: verbs.drop_chain(one, by=by, at=at),
    "restore": lambda one, by, at: verbs.restore_chain(one, by=by, at=at),
}


@require_POST
def act_on_chain(request: Request, pk: int, act: str) -> HttpResponse:
    """Drop a value chain, or look at it again."""
    chain = get_object_or_404(chains_visible_to(request.actor), pk=pk)
    if act not in ACTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(request, lambda: ACTS[act](chain, by, at), "collaboration:chain", pk=pk)


def _sheet(found: ChainMap) -> Sheet:
    headings = (
        Heading(_("step")),
        Heading(_("id")),
        Heading(_("name")),
        Heading(_("state")),
    )
    states = {"gap": _("gap"), "one": _("one member only"), "filled": _("there")}
    rows: list[tuple[Cell, ...]] = [
        (step.title, code, name, states[step.strength])
        for step in found.steps
        for code, name in [(one.code, one.name) for one in step.members] or [("", "")]
    ]
    return Sheet(_("Value chain"), headings, rows)
