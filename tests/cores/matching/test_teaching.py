"""What answers teach the weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.cores.errors import BadInput
from raceme.cores.matching.teaching import LEAST, MOST, lessons, taught
from raceme.cores.matching.values import PARTS, Weights

SHARES = st.sampled_from([None, 0.0, 0.25, 0.5, 1.0])
ANSWERS = st.lists(st.fixed_dictionaries(dict.fromkeys(PARTS, SHARES)), max_size=6)


def test_worked_by_hand():
    # Need: 0.9 on average where agreed, 0.3 where declined, two answers on the smaller side:
    # 1 + 1.5 * 2 / 12 * 0.6 = 1.15. Place: 0.2 against 0.6: 1 - 1.5 * 2 / 12 * 0.4 = 0.9.
    agreed = [{"need": 1.0, "place": 0.2}, {"need": 0.8, "place": 0.2}]
    declined = [{"need": 0.3, "place": 0.6}, {"need": 0.3, "place": 0.6}, {"need": 0.3}]

    weights = taught(Weights(), lessons(agreed, declined))

    assert weights.need == pytest.approx(3 * 1.15)
    assert weights.place == pytest.approx(0.5 * 0.9)
    assert weights.topic == Weights().topic


def test_nobody_has_answered_and_nothing_changes():
    assert taught(Weights(), lessons([], [])) == Weights()
    assert taught(Weights(), lessons([{"need": 1.0}], [])) == Weights()


@given(ANSWERS, ANSWERS)
def test_no_weight_runs_away(agreed, declined):
    weights = taught(Weights(), lessons(agreed, declined))

    for part in PARTS:
        factor = getattr(weights, part) / getattr(Weights(), part)
        assert LEAST - 1e-9 <= factor <= MOST + 1e-9


def test_what_is_no_share_is_refused():
    with pytest.raises(BadInput):
        lessons([{"need": 1.4}], [{"need": 0.2}])
