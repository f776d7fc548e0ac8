"""Needs: recording, correcting, withdrawing; which word counts, and what they sum up to."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster, Role
from raceme.cores.planning.demand import IMPORTANT_FROM, demand_of, score
from raceme.cores.planning.values import Member, NeedRecord
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import verbs as member_verbs
from raceme.members.models import Organisation
from raceme.needs import queries, verbs
from raceme.needs.models import Need
from raceme.vocabulary.topics import code_of_topic
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_need, make_organisation

YESTERDAY = TODAY - timedelta(days=1)
TOPICS = ("funding-search", "training", "Own topic")


def word_of(organisation: Organisation, **values: object) -> verbs.Word:
    facts = {"topic": "training", "importance": 4, "satisfaction": 2, "recorded_on": TODAY}
    return verbs.Word(organisation=organisation, **(facts | values))  # type: ignore[arg-type]


def test_a_need_is_recorded_and_history_tells(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)

    need = verbs.record_need(
        organisation=organisation,
        topic="Finding public funding",
        importance=5,
        satisfaction=None,
        recorded_on=TODAY,
        source="visit",
        by=manager,
        at=NOW,
    )

    change = Change.objects.get(kind="needs.need")
    assert (need.cluster, need.topic, need.satisfaction) == (cluster, "funding-search", None)
    assert (change.verb, change.thing_id, change.author) == ("record_need", need.pk, manager.label)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("funding-search", "funding-search"),
        (" Passende  Förderung finden ", "funding-search"),
        ("  Our  own\tthing ", "Our own thing"),
        ("two\nlines\u200b", "two lines"),
    ],
)
def test_a_topic_is_kept_as_its_code_or_tidy(written: str, kept: str) -> None:
    assert code_of_topic(written) == kept


@pytest.mark.parametrize(
    "nonsense",
    [
        {"importance": 0},
        {"importance": 6},
        {"satisfaction": 0},
        {"topic": " "},
        {"source": "dream"},
    ],
)
def test_nonsense_is_refused_one_by_one_and_in_bulk(
    cluster: Cluster, manager: Actor, nonsense: dict[str, object]
) -> None:
    organisation = make_organisation(cluster)

    with pytest.raises(ValidationError):
        make_need(organisation, **nonsense)
    with pytest.raises(ValidationError):
        verbs.record_needs(
            [word_of(organisation), word_of(organisation, **nonsense)], by=manager, at=NOW
        )
    assert not Need.objects.exists()


def test_who_has_left_states_no_more_needs(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    need = make_need(make_organisation(cluster))
    left = member_verbs.record_leaving(organisation, left_on=TODAY, by=manager, at=NOW)

    with pytest.raises(Refused):
        make_need(left)
    with pytest.raises(Refused):
        verbs.record_needs([word_of(left)], by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.correct_need(need, organisation=left, by=manager, at=NOW)


def test_who_has_left_meanwhile_states_no_more_needs(cluster: Cluster, manager: Actor) -> None:
    leaving, staying = make_organisation(cluster), make_organisation(cluster)
    need = make_need(staying)
    seen = Organisation.objects.get(pk=leaving.pk)  # as a page fetched it a moment ago
    member_verbs.record_leaving(leaving, left_on=TODAY, by=manager, at=NOW)
    word = word_of(seen)

    for act in (
        lambda: verbs.record_need(
            organisation=seen, topic="training", importance=4, recorded_on=TODAY, by=manager, at=NOW
        ),
        lambda: verbs.record_needs([word_of(staying), word], by=manager, at=NOW),
        lambda: verbs.correct_need(need, organisation=seen, by=manager, at=NOW),
    ):
        with pytest.raises(Refused, match="has left"):
            act()
    assert list(Need.objects.all()) == [need]


def test_a_correction_is_told_value_by_value(cluster: Cluster, manager: Actor) -> None:
    need = make_need(make_organisation(cluster), importance=4, satisfaction=None)

    need = verbs.correct_need(
        need, topic="Training", importance=2, satisfaction=3, source="visit", by=manager, at=NOW
    )

    newest, first = queries.acts_on(manager, need)
    assert [(one.before, one.after) for one in newest.changed] == [
        ("Finding public funding", "Specialised training"),
        ("4", "2"),
        ("unknown", "3"),
        ("survey", "visit"),
    ]
    assert (str(newest.label), str(first.label), first.changed) == ("corrected", "recorded", ())


def test_what_is_withdrawn_counts_no_more_until_it_is_restored(
    cluster: Cluster, manager: Actor
) -> None:
    need = make_need(make_organisation(cluster))

    # From here on the page would hold a row that is out of date.
    verbs.withdraw_need(need, by=manager, at=NOW)
    assert not queries.needs_in_force(manager).exists()
    assert queries.topics_asked_for(manager) == []
    assert not queries.responding_members(manager).exists()
    assert queries.needs_visible_to(manager).get() == need
    with pytest.raises(Refused):
        verbs.withdraw_need(need, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.correct_need(need, importance=1, by=manager, at=NOW)
    verbs.restore_need(need, by=manager, at=NOW)

    assert queries.needs_in_force(manager).get() == need


def test_the_words_of_former_members_no_longer_stand(cluster: Cluster, manager: Actor) -> None:
    need = make_need(make_organisation(cluster))

    member_verbs.record_leaving(need.organisation, left_on=TODAY, by=manager, at=NOW)

    assert not queries.needs_in_force(manager).exists()
    assert not queries.latest_needs(manager).exists()
    assert not queries.responding_members(manager).exists()


@pytest.mark.parametrize("role", [Role.BOARD, Role.VIEWER])
def test_only_the_team_records(cluster: Cluster, role: Role) -> None:
    need = make_need(make_organisation(cluster))
    somebody = make_actor(cluster, role)

    for attempt in (
        lambda: verbs.record_needs([word_of(need.organisation)], by=somebody, at=NOW),
        lambda: verbs.correct_need(need, importance=1, by=somebody, at=NOW),
        lambda: verbs.withdraw_need(need, by=somebody, at=NOW),
        lambda: verbs.restore_need(need, by=somebody, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert queries.needs_visible_to(somebody).get() == need


def test_an_adviser_records(cluster: Cluster) -> None:
    adviser = make_actor(cluster, Role.ADVISER)

    recorded = verbs.record_needs([word_of(make_organisation(cluster))], by=adviser, at=NOW)

    assert [need.topic for need in recorded] == ["training"]


def test_nobody_records_for_members_of_others(cluster: Cluster, manager: Actor) -> None:
    stranger = make_need(make_organisation(make_cluster("there")))

    with pytest.raises(NotAllowed):
        verbs.record_needs([word_of(stranger.organisation)], by=manager, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.correct_need(
            make_need(make_organisation(cluster)),
            organisation=stranger.organisation,
            by=manager,
            at=NOW,
        )
    assert not queries.needs_visible_to(VISITOR).exists()
    assert queries.own_topics(manager) == []


def test_many_needs_are_recorded_with_few_questions(
    cluster: Cluster, manager: Actor, django_assert_max_num_queries: object
) -> None:
    organisation = make_organisation(cluster)
    words = [word_of(organisation, importance=1 + number % 5) for number in range(40)]

    # one for all needs, one a need for the history, a few around them
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        verbs.record_needs(words, by=manager, at=NOW)

    assert Change.objects.filter(verb="record_need").count() == 40


def test_the_score_of_the_database_is_that_of_the_plan(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    degrees = list(product(range(1, 6), [None, *range(1, 6)]))
    words = [
        word_of(organisation, topic=f"topic {number}", importance=high, satisfaction=low)
        for number, (high, low) in enumerate(degrees)
    ]

    verbs.record_needs(words, by=manager, at=NOW)

    found = queries.latest_needs(manager).values_list("importance", "satisfaction", "score")
    assert len(found) == len(degrees)
    for importance, satisfaction, scored in found:
        assert scored == score(importance, satisfaction)


@settings(max_examples=25, deadline=None)
@given(
    said=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(TOPICS),
            st.integers(1, 5),
            st.none() | st.integers(1, 5),
            st.sampled_from([YESTERDAY, TODAY]),
        ),
        max_size=25,
    )
)
@pytest.mark.django_db(transaction=False)
def test_the_words_that_count_are_those_the_plan_counts(
    said: list[tuple[int, str, int, int | None, date]],
) -> None:
    Need.objects.all().delete()
    there = make_cluster()
    actor = make_actor(there)
    members = [make_organisation(there) for _ in range(3)]
    words = [
        verbs.Word(members[who], topic, importance, satisfaction, day)
        for who, topic, importance, satisfaction, day in said
    ]
    verbs.record_needs(words, by=actor, at=NOW)

    demand = demand_of(
        [Member(str(member.pk)) for member in members],
        [
            NeedRecord(
                str(word.organisation.pk),
                word.topic,
                word.importance,
                word.satisfaction,
                word.recorded_on,
            )
            for word in words
        ],
        TOPICS,
        resamples=1,
        seed=1,
    )

    latest = list(queries.latest_needs(actor))
    responding = queries.responding_members(actor).count()
    asked = {one.topic: one.asking for one in queries.topics_asked_for(actor)}
    assert responding == demand.answering
    for topic, wanted, asking in zip(TOPICS, demand.demand, demand.members, strict=True):
        total = sum(need.score for need in latest if need.topic == topic)  # type: ignore[attr-defined]
        assert wanted == pytest.approx(total / responding if responding else 0.0)
        assert asked.get(topic, 0) == asking


def test_important_means_the_same_here_and_in_the_plan() -> None:
    assert queries.IMPORTANT_FROM == IMPORTANT_FROM


def test_topics_are_summed_up_over_the_latest_words(cluster: Cluster, manager: Actor) -> None:
    first, second = make_organisation(cluster), make_organisation(cluster)
    make_need(first, importance=1, satisfaction=5, recorded_on=YESTERDAY)
    make_need(first, importance=5, satisfaction=2, recorded_on=TODAY)
    make_need(second, importance=2, satisfaction=None, recorded_on=YESTERDAY)
    make_need(second, topic="Own topic", importance=3, satisfaction=None, recorded_on=YESTERDAY)

    funding, own = queries.topics_asked_for(manager)

    # Funding: latest words 5 and 2, mean 3.5; one of them 3 or more; the only satisfaction is 2.
    assert (funding.responding, funding.asking) == (2, 1)
    assert (funding.importance, funding.satisfaction) == (3.5, 2.0)
    assert funding.last_on == TODAY
    assert (own.topic, own.label, own.module, own.satisfaction) == (
        "Own topic",
        "Own topic",
        None,
        None,
    )
    assert queries.topic_asked_for(manager, "funding-search") == funding
    assert queries.topic_asked_for(manager, "training") is None
    assert queries.own_topics(manager) == ["Own topic"]


def test_members_are_found_by_whether_they_have_responded(cluster: Cluster, manager: Actor) -> None:
    silent, heard = make_organisation(cluster), make_organisation(cluster)
    make_need(heard, recorded_on=YESTERDAY)
    make_need(heard, topic="training")
    verbs.withdraw_need(make_need(silent), by=manager, at=NOW)

    assert list(queries.members_with_words(manager, responded="no")) == [silent]
    found = queries.members_with_words(manager, responded="yes").values("pk", "topics", "last_on")
    assert list(found) == [{"pk": heard.pk, "topics": 2, "last_on": TODAY}]
    assert list(queries.members_with_words(manager, text=heard.name)) == [heard]
