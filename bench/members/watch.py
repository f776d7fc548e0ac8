"""How long the server worked on an answer: told in the answer itself, so that no wire is timed."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

WALL, CPU = "X-Wall-Ms", "X-Cpu-Ms"


class Watch:
    """The outermost middleware: everything the product does with a request lies within it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wall, cpu = time.perf_counter(), time.thread_time()
        answer = self.get_response(request)
        answer[WALL] = f"{(time.perf_counter() - wall) * 1000:.3f}"
        answer[CPU] = f"{(time.thread_time() - cpu) * 1000:.3f}"
        return answer
