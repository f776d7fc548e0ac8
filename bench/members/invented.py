"""Invented members for the measurement: same seed, same rows. Names nobody could take for real."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from raceme.access.models import Cluster
from raceme.members.models import (
    Competence,
    Membership,
    Organisation,
    Person,
    Post,
    Standing,
    Visit,
)
from raceme.needs.models import Need
from raceme.vocabulary import helix
from raceme.vocabulary.topics import topics

TODAY = date(2026, 11, 23)
CHUNK = 2000
FIRST = (
    "Alpen", "Berg", "Čebela", "Dolina", "Elbe", "Föhren", "Grün", "Höhen", "Insel", "Jurá",
    "Küsten", "Lärchen", "Möwen", "Nord", "Öst", "Pinien", "Quell", "Rhône", "Süd", "Täler",
    "Über", "Vrh", "Wald", "Železo", "Zwölf", "Łąka", "Ørsted", "Åsen", "Señor", "Straß",
)  # fmt: skip
SECOND = (
    "Technik", "Systeme", "Werke", "Mühlen", "Präzision", "Robotik", "Optik", "Sensorik", "Holz",
    "Kunststoff", "Metall", "Energie", "Wasser", "Logistik", "Software", "Pharma", "Textil",
    "Keramik", "Elektronik", "Lasertechnik",
)  # fmt: skip
FORMS = ("GmbH", "GmbH", "GmbH", "AG", "d.o.o.", "S.p.A.", "SARL", "e. V.", "KG", "Sp. z o.o.")
TOWNS = (
    "Musterstadt", "Köln am See", "Šmarje Novo", "Ljubno Dolnje", "Grünau", "Łódka", "Århøj",
    "Saint-Étoile", "Città Bella", "Pécsvár", "Würzfeld", "Neudorf", "Oberdorf", "Unterdorf",
    "Bad Beispiel",
)  # fmt: skip
GIVEN = (
    "Ana", "Björn", "Čedomir", "Désirée", "Eva", "Franc", "Günther", "Hélène", "Ivan", "Jürgen",
    "Katja", "Łukasz", "Mária", "Nuša", "Óscar", "Petra", "Renée", "Søren", "Tomáš", "Žiga",
)  # fmt: skip
FAMILY = (
    "Müller", "Novák", "Kovač", "Schröder", "Žnidar", "Lefèvre", "Gößl", "Ångman", "Núñez",
    "Wójcik", "Horvat", "Bauer", "Weiß", "Krüger", "Öztürk",
)  # fmt: skip
SKILLS = (
    "laser welding", "injection moulding", "machine vision", "additive manufacturing", "ISO 9001",
    "cell culture", "life cycle assessment", "wood drying", "robot programming", "glazing",
    "5-axis milling", "battery testing", "clean room", "CE marking", "export to Japan",
)  # fmt: skip
COUNTRIES = ("SI", "AT", "DE", "IT", "FR", "PL")
NACE = ("01.11", "10.71", "16.10", "20.59", "22.29", "25.62", "26.11", "28.49", "62.01", "72.19")
# Words that somebody might look for: some are in thousands of rows, some in one, one in none.
RARE_WORD = "Unikátum"

Thing = TypeVar("Thing")


def fill(cluster: Cluster, members: int, *, seed: int = 1) -> None:
    """Give a cluster organisation so many members, with people, competences, needs and visits."""
    dice = random.Random(seed)
    numbers = iter(range(members))
    while chunk := list(islice(numbers, CHUNK)):
        organisations = Organisation.objects.bulk_create(
            [_organisation(cluster, number, dice) for number in chunk]
        )
        Membership.objects.bulk_create(_periods(organisations))
        _fill_people(cluster, organisations, dice)
        _bulk(_competences(organisations, dice), Competence)
        _bulk(_needs(organisations, dice), Need)
        _bulk(_visits(organisations, dice), Visit)


def _bulk(rows: Iterator[Any], model: Any) -> None:
    model.objects.bulk_create(list(rows))


def _organisation(cluster: Cluster, number: int, dice: random.Random) -> Organisation:
    first, second = dice.choice(FIRST), dice.choice(SECOND)
    rare = f" {RARE_WORD}" if number == 4711 else ""
    staff = None if dice.random() < 0.15 else int(dice.lognormvariate(3, 1.4))
    country = dice.choice(COUNTRIES)
    standing = dice.choices(
        [Standing.MEMBER, Standing.LEFT, Standing.PROSPECT, Standing.PARTNER], [75, 10, 10, 5]
    )[0]
    joined = TODAY - timedelta(days=dice.randrange(30, 6000))
    size = helix.size_class(staff)
    return Organisation(
        cluster=cluster,
        code=f"B{number:06d}",
        name=f"{first}{second.lower()} {dice.choice(FAMILY)}{rare} {dice.choice(FORMS)}",
        vat=f"{country}U{dice.randrange(10**8):08d}",
        website=f"https://www.firm{number}.example.org",
        role=dice.choices(["firm", "research", "public", "education"], [85, 7, 5, 3])[0],
        is_start_up=dice.choice([True, False, None]),
        employees=staff,
        size="" if size is None else size.value,
        nace=dice.choice(NACE),
        city=dice.choice(TOWNS),
        country=country,
        nuts=f"{country}{dice.randrange(100, 140)}",
        description="Makes parts that are invented, and sells them where nobody is. " * 3,
        standing=standing,
        joined_on=joined,
        left_on=TODAY if standing == Standing.LEFT else None,
        last_contact_on=None
        if dice.random() < 0.2
        else TODAY - timedelta(days=dice.randrange(900)),
    )


def _periods(organisations: list[Organisation]) -> list[Membership]:
    return [
        Membership(
            cluster_id=one.cluster_id,
            organisation=one,
            standing=one.standing,
            starts_on=one.left_on or one.joined_on,
        )
        for one in organisations
    ]


def _fill_people(cluster: Cluster, organisations: list[Organisation], dice: random.Random) -> None:
    counts = [dice.choice([1, 1, 2, 3]) for _ in organisations]
    people = Person.objects.bulk_create(
        [
            Person(
                cluster=cluster,
                given_name=dice.choice(GIVEN),
                family_name=f"{dice.choice(FAMILY)}{dice.choice(['', '-Berg', '-Vrh'])}",
                email=f"person{one.pk}-{place}@example.org",
            )
            for one, count in zip(organisations, counts, strict=True)
            for place in range(count)
        ]
    )
    employed = iter(people)
    Post.objects.bulk_create(
        [
            Post(
                cluster=cluster,
                organisation=one,
                person=next(employed),
                function="sales",
                is_main_contact=place == 0,
            )
            for one, count in zip(organisations, counts, strict=True)
            for place in range(count)
        ]
    )


def _competences(organisations: list[Organisation], dice: random.Random) -> Iterator[Competence]:
    for one in organisations:
        for term in dice.sample(SKILLS, dice.choice([0, 1, 2, 3])):
            yield Competence(cluster_id=one.cluster_id, organisation=one, term=term)


def _needs(organisations: list[Organisation], dice: random.Random) -> Iterator[Need]:
    codes = [topic.code for topic in topics()]
    for one in organisations:
        for code in dice.sample(codes, 3):
            yield Need(
                cluster_id=one.cluster_id,
                organisation=one,
                topic=code,
                importance=dice.randrange(1, 6),
                satisfaction=dice.choice([None, 1, 2, 3, 4, 5]),
                recorded_on=TODAY - timedelta(days=dice.randrange(700)),
                source="survey",
            )


def _visits(organisations: list[Organisation], dice: random.Random) -> Iterator[Visit]:
    for one in organisations:
        if one.last_contact_on is not None:
            for back in range(dice.choice([1, 2])):
                yield Visit(
                    cluster_id=one.cluster_id,
                    organisation=one,
                    happened_on=one.last_contact_on - timedelta(days=90 * back),
                    kind=Visit.Kind.CALL,
                    note="Talked about invented things.",
                )
