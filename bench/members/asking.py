"""What is asked of the server, how often, and how long it took."""

from __future__ import annotations

import http.client
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.members.servers import HOST
from bench.members.watch import CPU, WALL

WARM_UP = 4


@dataclass(frozen=True)
class Kind:
    """Pages of one kind; `{last}` stands for the last page, `{row}` for some member."""

    name: str
    paths: tuple[str, ...]
    times: int = 60
    is_list: bool = True  # whether the plain list is asked the same
    counts: bool = True  # whether it belongs to the goal for list and search


LIST = (
    Kind("list", ("",)),
    Kind("list, sorted by employees", ("?sort=-employees",)),
    Kind(
        "search, several words",
        ("?text=technik+novak", "?text=holz+muller+gmbh", "?text=schroder+laser+ag"),
    ),
    Kind("search, a rare word", ("?text=unikatum", "?text=B004711", "?text=firm4711")),
    Kind("search, a common word", ("?text=gmbh", "?text=muller", "?text=novak")),
    Kind("search, two letters", ("?text=ag", "?text=la")),
    Kind("search, nobody", ("?text=zzyzx", "?text=gmbh+zzyzx")),
    Kind("filter", ("?country=SI&nace=62&size=micro&size=small", "?silent=12&standing=member")),
    Kind("filter, word and order", ("?country=SI&text=gmbh&sort=-last_contact_on",)),
    Kind("last page", ("?page={last}",)),
    Kind("search, a word in every row", ("?text=example",), counts=False),
)
OTHERS = (
    Kind("member's page", ("{row}/",), is_list=False, counts=False),
    Kind("export, CSV", ("export/csv/",), times=3, is_list=False, counts=False),
    Kind("export, XLSX", ("export/xlsx/",), times=3, is_list=False, counts=False),
)


@dataclass(frozen=True)
class Taken:
    """What a kind of page took: server time in milliseconds, and processor time of the server."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def p50(self) -> float:
        return percentile(self.wall, 50)

    @property
    def p95(self) -> float:
        return percentile(self.wall, 95)

    @property
    def cpu_p50(self) -> float:
        return percentile(self.cpu, 50)


def percentile(values: Sequence[float], share: int) -> float:
    """Give the value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


class Browser:
    """Asks one page after the other, in the manager's session."""

    def __init__(self, port: int, session: str, members: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=300)
        self._headers = {"Cookie": f"sessionid={session}"}
        self._members = members

    def take(self, kind: Kind, folder: str, times: int) -> Taken:
        """Ask for the pages of a kind in turn, and note what each took."""
        pages = list(self._pages(kind, times))
        warm_up = min(WARM_UP, max(1, times - 1))
        for page in pages[:warm_up]:
            self._ask(f"{folder}{page}")
        taken = [self._ask(f"{folder}{page}") for page in pages]
        return Taken(tuple(wall for wall, _ in taken), tuple(cpu for _, cpu in taken))

    def _pages(self, kind: Kind, times: int) -> Iterable[str]:
        for number in range(times):
            path = kind.paths[number % len(kind.paths)]
            # About one in ten has left and is not listed.
            last = max(1, int(self._members * 0.89) // 50)
            yield path.format(last=last, row=1 + (number * 379) % self._members)

    def _ask(self, path: str) -> tuple[float, float]:
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        return float(answer.headers[WALL]), float(answer.headers[CPU])
