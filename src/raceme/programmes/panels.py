"""What programmes hang on the first page that somebody sees."""

from django.http import HttpRequest

from raceme.access.models import User
from raceme.foundation.panels import Panel
from raceme.programmes import queries


def programmes_at_the_entrance(_request: HttpRequest, user: User) -> Panel | None:
    """Lead officers to their programmes; nothing for all others."""
    programmes = list(queries.programmes_of(user))
    return Panel("programmes/entrance.html", {"programmes": programmes}) if programmes else None
