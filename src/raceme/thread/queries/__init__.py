"""The thread: how objective, need, service and plan hang together, and where it is broken."""

from raceme.thread.queries.breaks import KINDS, breaks_of, broken_parts
from raceme.thread.queries.chain import ThreadCounts, coming_year, counts_along_thread
from raceme.thread.queries.news import News, news_of
from raceme.thread.queries.rows import Break, BrokenRow, Kind, Look, Urgency
from raceme.thread.queries.steps import Step, first_steps

__all__ = [
    "KINDS",
    "Break",
    "BrokenRow",
    "Kind",
    "Look",
    "News",
    "Step",
    "ThreadCounts",
    "Urgency",
    "breaks_of",
    "broken_parts",
    "coming_year",
    "counts_along_thread",
    "first_steps",
    "news_of",
]
