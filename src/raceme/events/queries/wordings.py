"""What people are asked to agree to, and who has."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from raceme.events.models import Consent, Event, Registration, Wording

Kind = Wording.Kind


def kinds_asked(event: Event) -> list[Wording.Kind]:
    """What an event asks people to agree to."""
    asked = [Kind.PRIVACY]
    if event.has_networking:
        asked.append(Kind.NETWORKING)
    if event.asks_photo_consent:
        asked.append(Kind.PHOTO)
    return asked


def wordings_in_force(event: Event) -> list[Wording]:
    """The newest wording of all that an event asks people to agree to."""
    kinds = kinds_asked(event)
    newest: dict[str, Wording] = {}
    for one in Wording.objects.filter(event=event, kind__in=kinds).order_by("version"):
        newest[one.kind] = one
    return [newest[kind] for kind in kinds if kind in newest]


def consents_of(registration: Registration) -> list[Consent]:
    """What somebody agrees to now."""
    given = Consent.objects.filter(registration=registration, taken_back_at__isnull=True)
    return list(given.select_related("wording").order_by("wording__kind"))


def has_agreed(kind: Wording.Kind, *, way: str = "pk") -> Exists:
    """A condition for queries: that whoever a row is about agrees to something now.

    `way` leads from the row to the registration.
    """
    given = Consent.objects.filter(
        registration=OuterRef(way), wording__kind=kind, taken_back_at__isnull=True
    )
    return Exists(given)


def networking_in(event: Event, states: Collection[str] = Registration.OPEN) -> Q:
    """A condition: registrations of an event whose people may be seen by other participants."""
    return Q(event=event, state__in=states) & Q(has_agreed(Kind.NETWORKING))


def newest_wordings(event: Event) -> list[Wording]:
    """The newest wording of each kind, also of what is not asked now."""
    newest: dict[str, Wording] = {}
    for one in Wording.objects.filter(event=event).order_by("version"):
        newest[one.kind] = one
    return list(newest.values())
