"""How the API answers when something is not so: problem+json (RFC 9457), once for all routers."""

from typing import Annotated

from django.core.exceptions import ValidationError as TableError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as InputError

from raceme.foundation.errors import NotAllowed, Refused

PROBLEM = "application/problem+json"

# The number of a row. SQLite fails on what no column can hold, instead of finding nothing.
RowId = Annotated[int, Field(ge=0, le=2**63 - 1)]


class Problem(Schema):
    """What was wrong with a call."""

    title: str
    status: int
    errors: dict[str, list[str]] = {}


def problem(status: int, title: str, errors: dict[str, list[str]] | None = None) -> HttpResponse:
    """Give an answer that says what is wrong, and beside which field."""
    body = Problem(title=title, status=status, errors=errors or {}).model_dump()
    return JsonResponse(body, status=status, content_type=PROBLEM)


def translate_errors(api: NinjaAPI) -> None:
    """Teach an API to say each kind of error in the same form."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(409, str(error.message))

    @api.exception_handler(NotAllowed)
    def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
        return problem(403, _("Your role does not allow this."))

    @api.exception_handler(Http404)
    def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, _("There is nothing here for you."))

    @api.exception_handler(AuthenticationError)
    def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, _("Send a valid token: Authorization: Bearer …"))

    @api.exception_handler(TableError)
    def table_error(request: HttpRequest, error: TableError) -> HttpResponse:
        errors = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return problem(422, _("Some values cannot be stored."), errors)

    @api.exception_handler(InputError)
    def input_error(request: HttpRequest, error: InputError) -> HttpResponse:
        errors: dict[str, list[str]] = {}
        for one in error.errors:
            place = ".".join(str(step) for step in one["loc"][1:])
            errors.setdefault(place, []).append(one["msg"])
        return problem(422, _("Some values are not understood."), errors)
