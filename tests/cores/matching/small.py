"""A cluster of six members, with a past of three projects."""

from datetime import date

from raceme.cores.matching.match import Matcher
from raceme.cores.matching.values import Collaboration, Organisation

AT = date(2027, 1, 1)

MEMBERS = (
    Organisation(
        "mill",
        kind="PRC",
        country="SI",
        city="Celje",
        size="small",
        sector="10.61",
        chain_position="maker",
        competences=("food.milling",),
        requests=("sensors.moisture",),
        text="We grind grain and look for drier flour.",
    ),
    Organisation(
        "probe",
        kind="PRC",
        country="SI",
        city="Ljubljana",
        size="micro",
        sector="26.51",
        chain_position="supplier",
        competences=("sensors.moisture", "sensors.heat"),
        offers=("sensors.moisture",),
        text="Moisture sensors for flour and grain.",
    ),
    Organisation(
        "oven",
        kind="PRC",
        country="AT",
        city="Graz",
        size="medium",
        sector="10.71",
        chain_position="maker",
        competences=("food.baking",),
        offers=("food.baking",),
        text="Bread and rolls.",
    ),
    Organisation(
        "lab",
        kind="HES",
        country="AT",
        city="Graz",
        competences=("sensors.heat", "food.milling"),
        requests=("food.milling",),
        capacity=0.25,
    ),
    Organisation("cart", kind="PRC", country="SI", city="Celje", size="large", sector="49.41"),
    Organisation("quiet"),
)

PAST = (
    Collaboration("one", date(2026, 1, 1), ("mill", "oven"), text="drier bread"),
    Collaboration("two", date(2026, 1, 1), ("oven", "lab"), text="ovens with heat sensors"),
    Collaboration("later", date(2027, 1, 1), ("mill", "cart"), text="flour on rails"),
)


def matcher(**more: object) -> Matcher:
    return Matcher(MEMBERS, PAST, at=AT, **more)  # type: ignore[arg-type]
