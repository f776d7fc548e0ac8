"""Long lists, a page at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, OrderBy, QuerySet, Window
from django.http import HttpRequest

PAGE_SIZE = 50
AT_ONCE = 500
Row = TypeVar("Row", bound=Model)


def page_of(request: HttpRequest, rows: Any, *, size: int = PAGE_SIZE) -> Page[Any]:
    """Give the page that the address asks for (`?page=3`), or the nearest there is."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


class InOrder(Generic[Row]):
    """The rows of a long list in order, read only where they are shown.

    Which rows stand on a page is asked of an index alone; only then these rows are read. Counting
    and leafing through a hundred thousand rows would else mean reading all of them.
    """

    def __init__(
        self,
        found: QuerySet[Row],
        order: Sequence[OrderBy],
        read: Callable[[QuerySet[Row]], QuerySet[Row]],
        *,
        is_sorted_anyway: bool = False,
    ) -> None:
        """`read` says what is read of the rows on a page.

        `is_sorted_anyway`: no index has this order, so that the database must find all rows for
        any page. Then the first page comes with their number, and they need not be found twice.
        """
        self.found, self._order, self._read = found, order, read
        self._first: list[Any] = []
        self._is_sorted_anyway = is_sorted_anyway

    def count(self) -> int:
        """Count the rows."""
        if not self._is_sorted_anyway:
            return self.found.count()
        counted = self._keys().values_list("pk", Window(Count("*")))[:PAGE_SIZE]
        first = list(counted)
        self._first = [key for key, _count in first]
        return first[0][1] if first else 0

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Row]:
        known = part.stop is not None and part.stop <= len(self._first)
        return self._rows(self._first[part] if known else list(self._keys()[part]))

    def __iter__(self) -> Iterator[Row]:
        """Give all rows, some hundreds at a time."""
        keys = iter(self._keys())
        while part := list(islice(keys, AT_ONCE)):
            yield from self._rows(part)

    def _keys(self) -> QuerySet[Row, Any]:
        return self.found.order_by(*self._order).values_list("pk", flat=True)

    def _rows(self, keys: list[Any]) -> list[Row]:
        read = self._read(self.found.model._default_manager.filter(pk__in=keys))
        rows = {row.pk: row for row in read}
        return [rows[key] for key in keys if key in rows]
