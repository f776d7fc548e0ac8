"""The history of contacts: record, correct, withdraw; and what follows from a contact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.members import rules
from raceme.members.models import Organisation, Person, Visit, VisitPerson
from raceme.members.verbs.people import introduce_person
from raceme.vocabulary.topics import code_of_topic


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who took part in a contact and is not in the books yet."""

    family_name: str
    given_name: str = ""
    function: str = ""


@transaction.atomic
def record_visit(
    organisation: Organisation,
    *,
    by: Actor,
    at: datetime,
    people: Sequence[Person] = (),
    newcomer: Newcomer | None = None,
    topics: Iterable[str] = (),
    **values: Any,
) -> Visit:
    """Write down a contact with an organisation; a `newcomer` enters the books with a post."""
    require(rules.may_edit, by, organisation)
    organisation = lock(organisation)
    _refuse_nonsense(values, at=at)
    if newcomer is not None:
        facts = {"family_name": newcomer.family_name, "given_name": newcomer.given_name}
        post = {"function": newcomer.function}
        people = [*people, introduce_person(organisation, post=post, by=by, at=at, **facts)]
    visit = Visit(
        cluster_id=organisation.cluster_id,
        organisation=organisation,
        topics=_codes_of(topics),
        **values,
    )
    keep_new(visit, verb="record_visit", by=by, at=at)
    _let_take_part(visit, people, by=by, at=at)
    _settle_last_contact(organisation, verb="record_visit", by=by, at=at)
    return visit


@transaction.atomic
def correct_visit(
    visit: Visit,
    *,
    by: Actor,
    at: datetime,
    people: Sequence[Person] | None = None,
    topics: Iterable[str] | None = None,
    **values: Any,
) -> Visit:
    """Put right what was written of a contact; `people` and `topics` stay where they are None."""
    require(rules.may_edit, by, visit)
    organisation, visit = lock(visit.organisation), lock(visit)
    if visit.is_withdrawn:
        raise Refused(_("This contact is withdrawn. Restore it before you correct it."))
    kept = {name: getattr(visit, name) for name in ("happened_on", "next_step", "next_on")}
    _refuse_nonsense(kept | values, at=at)
    if topics is not None:
        values["topics"] = _codes_of(topics)
    if values.get("next_step", visit.next_step) != visit.next_step:
        values["next_done_at"] = None  # another step has not been done by having done this one
    corrected = change(visit, values, verb="correct_visit", by=by, at=at)
    if people is not None:
        _let_take_part(corrected, people, by=by, at=at)
    _settle_last_contact(organisation, verb="correct_visit", by=by, at=at)
    return corrected


@transaction.atomic
def withdraw_visit(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Let a contact count no longer, because it was written down by mistake."""
    require(rules.may_edit, by, visit)
    organisation, visit = lock(visit.organisation), lock(visit)
    if visit.is_withdrawn:
        raise Refused(_("This contact has already been withdrawn."))
    withdrawn = change(visit, {"withdrawn_at": at}, verb="withdraw_visit", by=by, at=at)
    _settle_last_contact(organisation, verb="withdraw_visit", by=by, at=at)
    return withdrawn


@transaction.atomic
def restore_visit(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Let a withdrawn contact count again."""
    require(rules.may_edit, by, visit)
    organisation = lock(visit.organisation)
    restored = change(visit, {"withdrawn_at": None}, verb="restore_visit", by=by, at=at)
    _settle_last_contact(organisation, verb="restore_visit", by=by, at=at)
    return restored


@transaction.atomic
def finish_step(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Write down that what was agreed in a contact has been done."""
    require(rules.may_edit, by, visit)
    visit = lock(visit)
    if not visit.next_step:
        raise Refused(_("No next step was agreed in this contact."))
    if visit.next_done_at is not None:
        raise Refused(_("This step is done already."))
    return change(visit, {"next_done_at": at}, verb="finish_step", by=by, at=at)


@transaction.atomic
def reopen_step(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """Write down that what was agreed in a contact is not done after all."""
    require(rules.may_edit, by, visit)
    return change(visit, {"next_done_at": None}, verb="reopen_step", by=by, at=at)


def _refuse_nonsense(values: dict[str, Any], *, at: datetime) -> None:
    happened_on: date | None = values.get("happened_on")
    if happened_on is not None and happened_on > timezone.localdate(at):
        raise Refused(
            _("This day is still to come. A contact is written down when it has taken place."),
            field="happened_on",
        )
    if values.get("next_on") is not None and not values.get("next_step"):
        raise Refused(_("Write what is to be done until then."), field="next_step")


def _let_take_part(visit: Visit, people: Sequence[Person], *, by: Actor, at: datetime) -> None:
    """Let exactly these people have taken part in a contact."""
    present = {one.person_id: one for one in visit.people.all()}
    wanted = {person.pk: person for person in people}
    for pk, part in present.items():
        if pk not in wanted:
            remove(part, verb="leave_out_person", by=by, at=at)
    for pk, person in wanted.items():
        if pk not in present:
            require(rules.may_edit, by, person)
            part = VisitPerson(visit=visit, person=person)
            keep_new(part, verb="name_person", by=by, at=at)


def _settle_last_contact(organisation: Organisation, *, verb: str, by: Actor, at: datetime) -> None:
    """Let the organisation say again when it was last talked with, in person and not withdrawn."""
    personal = organisation.visits.filter(withdrawn_at__isnull=True, kind__in=Visit.PERSONAL)
    last = personal.aggregate(last=Max("happened_on"))["last"]
    change(organisation, {"last_contact_on": last}, verb=verb, by=by, at=at)


def _codes_of(topics: Iterable[str]) -> list[str]:
    codes = (code_of_topic(topic) for topic in topics)
    return list(dict.fromkeys(code for code in codes if code))
