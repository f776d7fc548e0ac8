"""On the same input as two published packages; where they differ, docs/algorithms/mapping.md."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from raceme.cores.mapping import complexity
from raceme.cores.mapping.matrices import complexity_table

ecomplexity = pytest.importorskip("ecomplexity", reason="the peer ecomplexity is not installed")
peer = pytest.importorskip(
    "economic_complexity", reason="the peer economic-complexity is not installed"
)
NAMES = {"time": "year", "loc": "region", "prod": "industry", "val": "value"}
pytestmark = pytest.mark.filterwarnings("ignore")  # theirs, of their own insides


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    rows = [
        (2010 + year, f"R{region:02}", f"I{industry:02}", float(value))
        for year in range(2)
        for region in range(25)
        for industry, value in enumerate(np.floor(rng.lognormal(2, 1.5, 40)))
    ]
    return pd.DataFrame(rows, columns=["year", "region", "industry", "value"])


def test_figures_of_ecomplexity(frame: pd.DataFrame) -> None:
    ours = complexity_table(pa.Table.from_pandas(frame, preserve_index=False)).to_pandas()

    theirs = ecomplexity.ecomplexity(frame, NAMES, verbose=False, check_logsupermodularity=False)

    both = theirs.merge(ours.astype({"region": str, "industry": str}),
                        on=["year", "region", "industry"], suffixes=("_theirs", ""))  # fmt: skip
    assert len(both) == len(theirs) == len(ours)
    for their, our in (
        ("rca", "location_quotient"), ("mcp", "is_specialised"), ("eci", "complexity"),
        ("pci", "industry_complexity"), ("density", "relatedness_density"),
        ("diversity_theirs", "diversity"), ("ubiquity_theirs", "ubiquity"),
    ):  # fmt: skip
        difference = both[their].astype(float) - both[our].astype(float)
        assert float(difference.abs().max()) < 1e-9


def test_quotients_and_proximities_of_economic_complexity(frame: pd.DataFrame) -> None:
    wide = frame[frame.year == 2010].pivot_table("value", "region", "industry")

    quotients = complexity.location_quotients(wide.to_numpy())

    theirs = peer.rca(wide)
    assert quotients == pytest.approx(theirs.to_numpy())
    strong = complexity.specialised(quotients)
    near = complexity.proximity(strong)
    # Its own function cannot write its diagonal of 0 with pandas 3; a lone column shows as much.
    crossed = peer.cross_proximity(theirs, theirs).to_numpy()
    assert near == pytest.approx(crossed)


def test_an_empty_region_makes_theirs_unknown_and_not_ours(frame: pd.DataFrame) -> None:
    wide = frame[frame.year == 2010].pivot_table("value", "region", "industry")
    with_empty = pd.concat([wide, pd.DataFrame(0.0, index=["moor"], columns=wide.columns)])

    theirs, _ = peer.complexity(peer.rca(with_empty))
    strong = complexity.specialised(complexity.location_quotients(with_empty.to_numpy()))
    ours = complexity.complexity(strong)

    assert theirs.isna().all()
    assert np.isnan(ours.regions[-1])
    alone = complexity.complexity(
        complexity.specialised(complexity.location_quotients(wide.to_numpy()))
    )
    assert ours.regions[:-1] == pytest.approx(alone.regions)
