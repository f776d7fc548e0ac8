"""Offers and requests of members, and which row each page of partners takes."""

from django.urls import reverse

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.cli.demo_consortia import bring_example_consortia_together
from raceme.cli.demo_partners import write_example_notices
from raceme.collaboration.models import Side, Suggestion
from raceme.collaboration.queries.pages import open_page_of
from raceme.collaboration.verbs.consents import agree, decline_suggestion
from raceme.collaboration.verbs.saved import save_search
from raceme.collaboration.verbs.suggestions import release_suggestion
from raceme.members.models import Organisation
from tests.collaboration.addresses import MORE_VALUES, rows_of_collaboration
from tests.collaboration.partners import make_contact
from tests.factories import NOW, make_notice, make_organisation


def pages_of_partners(first: Organisation, second: Organisation) -> dict[str, dict[str, object]]:
    """Let members of the example offer and look for something; say which row each page shows."""
    write_example_notices(first.cluster, at=NOW)
    bring_example_consortia_together(first.cluster, at=NOW)
    known = rows_of_collaboration(first, second)
    rows: dict[str, dict[str, object]] = {name: {"pk": pk} for name, pk in known.items()}
    return rows | {
        name: {**rows.get(name, rows["collaboration"]), **more}
        for name, more in MORE_VALUES.items()
    }


def paths_of_members(cluster: Cluster) -> list[str]:
    """What stands behind the personal links of members: asked, waiting, introduced, over."""
    asked, waiting, introduced, declined = _at_every_stage(cluster)
    pages = [
        *((one, Side.ONE, page) for one in (asked, waiting) for page in ("suggestion", "decline")),
        (waiting, Side.OTHER, "suggestion"),
        *((introduced, Side.ONE, page) for page in ("suggestion", "note_step")),
        (declined, Side.OTHER, "suggestion"),
        (declined, Side.OTHER, "agree"),
    ]
    paths = [_behind(one, side, page, pk=one.pk) for one, side, page in pages]
    everybody = [_behind(one, side, "page") for one in (asked, introduced) for side in Side]
    forms = [_behind(asked, Side.ONE, page) for page in ("write_notice", "save_search")]
    return [*paths, *everybody, *forms]


def _at_every_stage(cluster: Cluster) -> list[Suggestion]:
    """Four pairs of members, each further than the one before, the last one declined."""
    system = system_of(cluster)
    made = []
    for _ in range(4):
        one, other = (make_organisation(cluster, nace=code) for code in ("10.61", "26.51"))
        for member in (one, other):
            make_contact(member, f"Browser{member.pk}")
        suggestion = Suggestion.objects.create(
            cluster=cluster, one=one, other=other, notice=make_notice(one), proposed_at=NOW,
            parts={"need": 1.0, "topic": 0.3, "place": 0.1},
            reasons=[{"code": "gives_wanted", "about": ["welding"], "figure": None}],
        )  # fmt: skip
        made.append(release_suggestion(suggestion, word="A good fit.", by=system, at=NOW))
    agree(made[1], Side.ONE, by=system, at=NOW)
    for side in Side:
        agree(made[2], side, by=system, at=NOW)
    save_search(made[0].one, terms=["welding"], by=system, at=NOW)
    decline_suggestion(made[3], Side.ONE, because="time", by=system, at=NOW)
    return made


def _behind(suggestion: Suggestion, side: Side, page: str, **values: object) -> str:
    whose = open_page_of(suggestion.organisation_on(side))
    assert whose is not None
    return reverse(f"partner:{page}", kwargs={"secret": whose.secret, **values})
