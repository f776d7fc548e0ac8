"""A small cluster with something on every page."""

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from tests.browser.addresses import values_in
from tests.factories import make_need, make_objective, make_organisation


def furnished(manager: Actor, *, members: int = 60) -> dict[tuple[str, str], object]:
    """Fill the manager's cluster, and say which rows stand for the values in addresses."""
    cluster = manager.cluster
    assert cluster is not None
    organisations: list[Organisation] = []
    for number in range(members):
        organisations.append(make_organisation(cluster, city="Example Town", employees=number))
    for organisation in organisations[:5]:
        make_need(organisation)
    make_objective(cluster)
    return values_in(cluster, members={"pk": organisations[0].pk})
