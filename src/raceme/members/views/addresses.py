"""Where lists of members are found: the address that holds a filter."""

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.foundation.filters import clean_query, query_of
from raceme.members.models import Segment


def list_address(actor: Actor, query: str) -> str:
    """Give the address of the list, narrowed down by a query."""
    return f"{address_of(actor, 'members:list')}?{clean_query(query)}"


def query_of_segment(segment: Segment) -> str:
    """Give the query that shows who belongs to a segment, and remembers which one it is."""
    return query_of({**segment.wanted, "segment": [str(segment.pk)]}).urlencode()
