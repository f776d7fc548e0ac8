"""Which people there are, and what is kept on each of them, for whoever may know."""

from django.db.models import F, Prefetch, Q, QuerySet

from raceme.access.actor import Actor
from raceme.members import rules
from raceme.members.models import Organisation, Person, Post, Visit, VisitPerson


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """All people in the books of the actor's cluster organisation; for team and board.

    Erased ones are there without a name, so that what they took part in can still be counted.
    """
    if not rules.may_see_people(actor):
        return Person.objects.none()
    return Person.objects.filter(cluster=actor.cluster, merged_into__isnull=True)


def people_found(
    actor: Actor, *, text: str = "", show: str = "", topic: str = ""
) -> QuerySet[Person]:
    """The people somebody looks for, by name, address, function or organisation.

    `show`: "main" for the main contacts of today, "news" for those who want the newsletter,
    "no-basis" for those without a legal basis, "not-to-contact" for those to be left alone.
    """
    people = people_visible_to(actor).filter(erased_at__isnull=True)
    narrowed = {
        "main": Q(posts__is_main_contact=True, posts__ended_on__isnull=True),
        "news": Q(wants_news=True),
        "no-basis": Q(legal_basis=""),
        "not-to-contact": Q(is_not_to_contact=True),
    }
    if show in narrowed:
        people = people.filter(narrowed[show])
    for word in text.split():
        people = people.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(posts__function__icontains=word)
            | Q(posts__organisation__name__icontains=word)
        )
    if topic:
        # Asked row by row, because not every database looks into lists.
        topics = people_visible_to(actor).exclude(topics=[]).values_list("pk", "topics")
        people = people.filter(pk__in=[pk for pk, wanted in topics if topic in wanted])
    if text or show:
        people = people.distinct()  # who holds two posts would be found twice
    open_posts = Post.objects.filter(ended_on__isnull=True).select_related("organisation")
    return people.prefetch_related(Prefetch("posts", open_posts, to_attr="open_posts"))


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    """All posts, those that have ended included; for team and board."""
    if not rules.may_see_people(actor):
        return Post.objects.none()
    return Post.objects.filter(
        cluster=actor.cluster, person__merged_into__isnull=True
    ).select_related("person", "organisation")


def posts_at(actor: Actor, organisation: Organisation) -> QuerySet[Post]:
    """Who works in an organisation: the main contact first, those who have left last."""
    return (
        posts_visible_to(actor)
        .filter(organisation=organisation)
        .order_by(
            F("ended_on").desc(nulls_first=True), "-is_main_contact", "person__family_name", "pk"
        )
    )


def posts_of(actor: Actor, person: Person) -> QuerySet[Post]:
    """Where a person works and has worked, the newest first."""
    return (
        posts_visible_to(actor)
        .filter(person=person)
        .order_by(F("ended_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "pk")
    )


def people_of(actor: Actor, organisation: Organisation) -> QuerySet[Person]:
    """The people who work in an organisation today."""
    now = Post.objects.filter(organisation=organisation, ended_on__isnull=True)
    return people_visible_to(actor).filter(pk__in=now.values("person"), erased_at__isnull=True)


def people_for(actor: Actor, visit: Visit) -> QuerySet[Person]:
    """Who may have taken part in a contact: who works there today, and whom it names already."""
    now = Post.objects.filter(organisation=visit.organisation_id, ended_on__isnull=True)
    named = VisitPerson.objects.filter(visit=visit)
    return Person.objects.filter(
        Q(pk__in=now.values("person"), erased_at__isnull=True, merged_into__isnull=True)
        | Q(pk__in=named.values("person")),
        cluster=actor.cluster,
    )


def parts_of(actor: Actor, person: Person) -> QuerySet[VisitPerson]:
    """The contacts a person took part in, newest first; withdrawn ones do not count."""
    if not rules.may_see_people(actor, person):
        return VisitPerson.objects.none()
    return (
        VisitPerson.objects.filter(person=person, visit__withdrawn_at__isnull=True)
        .select_related("visit__organisation")
        .order_by("-visit__happened_on", "-pk")
    )
