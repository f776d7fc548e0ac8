"""Drawing charts, whatever people have put into names."""

import altair as alt

from raceme.foundation.charts import chart_of, drawn


def test_a_sign_that_no_drawing_may_hold_is_left_out() -> None:
    chart = chart_of([{"name": "Bell\x07tower\x1b\x1c", "size": 1}]).mark_bar()
    chart = chart.encode(x=alt.X("size:Q"), y=alt.Y("name:N", sort=["Bell\x07tower\x1b\x1c"]))

    svg = drawn(chart, description="One bar")

    assert "Belltower" in svg
    assert "\x07" not in svg
