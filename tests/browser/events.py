"""Two events with people, and which row each page of events takes."""

from django.urls import reverse

from raceme.access.models import Cluster
from raceme.cli.demo_events import hold_example_events
from raceme.events.models import Event, Registration
from tests.events.addresses import MORE_VALUES, OF_QUESTION, OF_QUOTA, OF_REGISTRATION, OF_SESSION
from tests.factories import NOW

OF_THE_ONE_THAT_IS_OVER = ("feedback", "certificates", "attendance", "attendance_download")


def pages_of_events(cluster: Cluster) -> dict[str, dict[str, object]]:
    """Hold the example events, and say which row each page is about."""
    over, coming = hold_example_events(cluster, at=NOW)
    person = Registration.objects.filter(event=coming).order_by("number")[0]
    rows: dict[str, dict[str, object]] = {
        "events": {"pk": coming.pk},
        **{f"events:{page}": {"pk": person.pk} for page in OF_REGISTRATION},
        **{f"events:{page}": {"pk": _session(coming)} for page in OF_SESSION},
        **{f"events:{page}": {"pk": coming.quotas.order_by("-rank")[0].pk} for page in OF_QUOTA},
        **{f"events:{page}": {"pk": coming.questions.all()[0].pk} for page in OF_QUESTION},
        "events:check_in": {"ticket": person.ticket},
    }
    rows |= {
        f"events:{page}": {"pk": over.pk if page[0] != "a" else _session(over)}
        for page in OF_THE_ONE_THAT_IS_OVER
    }
    return rows | {
        name: {**rows.get(name, {"pk": coming.pk}), **more} for name, more in MORE_VALUES.items()
    }


def paths_of_those_who_come() -> list[str]:
    """The public page of the event to come, and what stands behind some personal links."""
    over, coming = (Event.objects.get(code=code) for code in ("spring-meeting", "innovation-forum"))
    door = reverse("public:event", kwargs={"whose": coming.cluster.slug, "code": coming.code})
    people = Registration.objects.order_by("number")
    confirmed = people.filter(event=coming, state="confirmed")[0]
    waiting = people.filter(event=coming, state="waiting")[0]
    was_there, silent = (
        people.filter(event=over, checked_in_at__isnull=False, feedback_on__isnull=is_silent)[0]
        for is_silent in (False, True)
    )
    pages = [(one, "registration") for one in (confirmed, waiting, was_there, silent)]
    pages += [(confirmed, "change"), (confirmed, "withdraw"), (silent, "feedback")]
    behind = [reverse(f"attending:{page}", kwargs={"secret": one.secret}) for one, page in pages]
    return [door, f"{door}register/", f"{door}thanks/", *behind]


def _session(event: Event) -> int:
    return int(event.sessions.order_by("pk")[0].pk)
