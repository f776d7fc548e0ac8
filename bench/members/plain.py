"""The peer: the same page by the plain means of Django, as it is usually written.

Words are looked for with `icontains` in the columns themselves and in those of people and
competences; Django's paginator counts everything and cuts the page out of whole rows.
"""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from raceme.access.http import Request
from raceme.foundation.filters import chips_of
from raceme.foundation.paging import page_of
from raceme.members import queries
from raceme.members.columns import shown_list
from raceme.members.forms import SearchForm
from raceme.members.models import Organisation
from raceme.members.queries import Wanted

ORDERS = {
    "": ["name", "pk"],
    "-employees": ["-employees", "name", "pk"],
    "-last_contact_on": ["-last_contact_on", "name", "pk"],
}


def show_members(request: Request) -> HttpResponse:
    """List the organisations that fit, in the template of the product."""
    sort = request.GET.get("sort", "")
    shown = shown_list(request.actor, sort)
    search = SearchForm(request.GET, shown=shown)
    assert search.is_valid(), search.errors
    everybody = queries.organisations_visible_to(request.actor)
    page = page_of(request, found_plainly(everybody, search, request).order_by(*ORDERS[sort]))
    chips = chips_of(search, request.GET)
    context = {
        "search": search,
        "shown": shown,
        "page": page,
        "rows": shown.rows(page),
        "has_any": everybody.exists(),
        "chips": chips,
        "total": everybody.count() if chips else None,
        "segments": [],
        "may_edit": True,
    }
    return render(request, "members/list.html", context)


def found_plainly(
    organisations: QuerySet[Organisation], search: SearchForm, request: Request
) -> QuerySet[Organisation]:
    """Narrow down by words in the columns themselves; by all else as the product does."""
    typed = search.wanted().stored()
    words = typed.pop("text", [""])[0].split()
    for word in words:
        organisations = organisations.filter(
            Q(name__icontains=word)
            | Q(code__icontains=word)
            | Q(city__icontains=word)
            | Q(vat__icontains=word)
            | Q(website__icontains=word)
            | Q(posts__person__given_name__icontains=word)
            | Q(posts__person__family_name__icontains=word)
            | Q(competences__term__icontains=word)
        )
    wanted = Wanted.from_stored(typed)
    today = timezone.localdate()
    found = queries.found_among(organisations, wanted, actor=request.actor, today=today)
    return found.distinct() if words else found
