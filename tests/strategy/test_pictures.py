"""The picture of an indicator, whatever is known of it."""

import re
from datetime import date

import pytest

from raceme.cores.monitoring.values import Actual, AddsUp, Course, Direction, Goal
from raceme.strategy.documents.course_chart import Break, course_chart

COURSE = Course(
    Direction.INCREASE,
    AddsUp.LAST,
    baseline=4,
    begins_on=date(2026, 1, 1),
    goals=(Goal(12, date(2028, 1, 1)),),
    definition=2,
)
FIGURES = (
    Actual(date(2026, 1, 1), 3, 1),
    Actual(date(2026, 6, 1), 5, 1),
    Actual(date(2026, 6, 1), 6, 2),
    Actual(date(2027, 1, 1), 7, 2),
    Actual(date(2027, 6, 1), None, 2),
)


def drawn(course: Course, figures: tuple[Actual, ...], breaks: tuple[Break, ...] = ()) -> str:
    return course_chart(
        course,
        figures,
        breaks,
        unit="firms",
        width=400,
        links=lambda one: f"/values/{one.on}-{one.definition}/",
    )


def test_each_definition_is_a_line_of_its_own_and_each_figure_a_link() -> None:
    svg = drawn(COURSE, FIGURES, (Break(date(2026, 6, 1), "definition 2"),))

    assert set(re.findall(r'href="(/values/[^"]*)"', svg)) == {
        "/values/2026-01-01-1/",
        "/values/2026-06-01-1/",
        "/values/2026-06-01-2/",
        "/values/2027-01-01-2/",
    }
    # Two lines of figures and the line of the targets; an unknown figure is not drawn.
    assert svg.count('stroke-width="2.5"') == 2
    assert svg.count('stroke-dasharray="6,4"') == 1
    assert "definition 2" in svg
    assert "by an earlier definition" in svg


def test_without_old_definitions_the_legend_names_none() -> None:
    assert "by an earlier definition" not in drawn(COURSE, FIGURES[2:])


@pytest.mark.parametrize(
    ("course", "figures"),
    [
        (Course(Direction.INCREASE, AddsUp.LAST, goals=(Goal(5, date(2028, 1, 1)),)), ()),
        (Course(Direction.INCREASE, AddsUp.LAST), FIGURES[:1]),
    ],
)
def test_little_is_drawn_as_little(course: Course, figures: tuple[Actual, ...]) -> None:
    svg = drawn(course, figures)

    assert svg.count("/values/") == len(figures)
    assert "NaN" not in svg


@pytest.mark.parametrize(
    ("course", "figures"),
    [
        (Course(Direction.KEEP, AddsUp.LAST), ()),
        (Course(Direction.INCREASE, AddsUp.LAST, goals=(Goal(5),)), ()),
        (Course(Direction.INCREASE, AddsUp.MEAN), FIGURES[-1:]),
    ],
)
def test_nothing_is_drawn_as_nothing(course: Course, figures: tuple[Actual, ...]) -> None:
    assert drawn(course, figures) == ""


def test_the_picture_says_what_it_shows() -> None:
    assert (
        'aria-label="4 figures in firms, the latest on 1 January 2027: 7.'
        ' To be reached by 1 January 2028: 12."' in drawn(COURSE, FIGURES)
    )
    assert (
        'aria-label="Nothing has been measured yet. To be reached by 1 January 2028: 12."'
        in drawn(COURSE, ())
    )
