"""What needs hang on the pages of lower floors, and tell on the line of time of a member."""

from collections.abc import Iterator
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raceme.access.actor import Actor
from raceme.access.http import actor_of
from raceme.foundation.panels import Panel
from raceme.foundation.timeline import Entry, Source
from raceme.members.models import Organisation
from raceme.members.queries import FurtherFilter
from raceme.needs import queries, rules
from raceme.needs.models import Need
from raceme.needs.queries.responses import invitations_open_to, responses_of
from raceme.vocabulary.topics import topics

SHOWN = 10
SHEETS = 5
TOPICS_TOLD = 5


def _topics() -> list[tuple[str, str]]:
    return [(topic.code, topic.label) for topic in topics()]


# In the list of members, and in segments: who asks for a topic.
ASKING_FOR = FurtherFilter(
    "need", gettext_lazy("asks for"), choices=_topics, narrow=queries.organisations_asking_for
)


def needs_of_organisation(request: HttpRequest, organisation: Organisation) -> Panel:
    """Show what a member needs, the most urgent first."""
    actor = actor_of(request)
    words = list(queries.latest_needs_of(actor, organisation))
    context = {
        "organisation": organisation,
        "words": words[:SHOWN],
        "count": len(words),
        "may_record": not organisation.has_left and rules.may_record(actor, organisation),
    }
    return Panel("needs/of_organisation.html", context)


def tell_needs(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """When it said what it needs: what was said on one day in one way is one entry."""
    said = queries.needs_visible_to(actor).filter(
        organisation=organisation, withdrawn_at__isnull=True
    )
    ordered = said.order_by("-recorded_on", "source", "-importance", "topic")
    for (day, source), of_a_day in groupby(ordered, key=lambda one: (one.recorded_on, one.source)):
        needs = list(of_a_day)
        words = ngettext(
            "Said what it needs on %(number)s topic (%(source)s)",
            "Said what it needs on %(number)s topics (%(source)s)",
            len(needs),
        )
        yield Entry(
            day,
            words % {"number": len(needs), "source": Need.Source(source).label},
            _topics_of(needs),
            "needs:list",
            query=f"organisation={organisation.pk}",
        )


def _topics_of(needs: list[Need]) -> str:
    """Name the topics it holds most important."""
    told = ", ".join(need.topic_label for need in needs[:TOPICS_TOLD])
    return told if len(needs) <= TOPICS_TOLD else _("%(topics)s and others") % {"topics": told}


TIMELINE = Source("need", gettext_lazy("Needs"), "message-question", tell_needs)


def tell_questionnaires(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Which questionnaires it answered, for whoever may read the sheets."""
    if not rules.may_interview(actor, organisation):
        return
    for sheet in responses_of(actor, organisation).select_related("questionnaire"):
        if sheet.submitted_at is not None:
            yield Entry(
                timezone.localdate(sheet.submitted_at),
                _("Answered the questionnaire %(title)s") % {"title": sheet.questionnaire},
                str(sheet.get_mode_display()),
                "needs:response",
                {"pk": sheet.pk},
            )


TIMELINE_OF_QUESTIONNAIRES = Source(
    "questionnaire",
    gettext_lazy("Questionnaires"),
    "clipboard-list",
    tell_questionnaires,
    is_taking_part=True,
)


def questionnaires_of_organisation(
    request: HttpRequest, organisation: Organisation
) -> Panel | None:
    """Show the team what a member was asked and has answered, and let it begin an interview."""
    actor = actor_of(request)
    if not rules.may_interview(actor, organisation):
        return None
    context = {
        "organisation": organisation,
        "sheets": responses_of(actor, organisation)[:SHEETS],
        "asked": [
            one
            for one in invitations_open_to(actor, organisation)
            if not (hasattr(one, "response") and one.response.is_submitted)
        ],
        "may_interview": not organisation.has_left,
    }
    return Panel("needs/questionnaires_of_organisation.html", context)
