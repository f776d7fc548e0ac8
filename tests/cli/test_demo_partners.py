"""The demonstration shows suggestions on its first start."""

from raceme.access.models import Cluster
from raceme.cli.demo_partners import suggest_example_partners, write_example_notices
from raceme.collaboration.models import Suggestion
from tests.factories import NOW, make_organisation

SECTORS = {"M01": "25.62", "M02": "25.62", "M03": "25.62", "M09": "28.99", "M12": "26.51"}


def test_some_are_introduced_some_asked_some_proposed(cluster: Cluster) -> None:
    for code, nace in (SECTORS | {"M04": "25.11", "M14": "25.61"}).items():
        make_organisation(cluster, code=code, nace=nace)
    write_example_notices(cluster, at=NOW)

    made = suggest_example_partners(cluster, at=NOW)

    pairs = {
        (one.one.code, one.other.code): one.state
        for one in Suggestion.objects.filter(pk__in=[m.pk for m in made])
    }
    assert pairs["M03", "M14"] == "met"
    assert pairs["M01", "M12"] == "one-agreed"
    assert list(pairs.values()).count("proposed") >= 2
    assert suggest_example_partners(cluster, at=NOW) == []
