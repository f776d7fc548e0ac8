"""Long lists, a page at a time."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(
    request: HttpRequest, rows: Sequence[Any] | QuerySet[Any], *, size: int = PAGE_SIZE
) -> Page[Any]:
    """Give the page that the address asks for (`?page=3`), or the nearest there is."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
