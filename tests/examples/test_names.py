"""Names of the Slovenian example: mended where garbled, calm where they shouted."""

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "slovenia"


@pytest.fixture
def names(monkeypatch):
    """The example's own module, which lives beside its data and not in the product."""
    monkeypatch.syspath_prepend(str(FOLDER))
    import names as found  # noqa: PLC0415 - found only with the folder on the path

    yield found
    sys.modules.pop("names")


@pytest.mark.parametrize(
    ("garbled", "mended"),
    [
        ("≈†kofja Loka", "Škofja Loka"),  # UTF-8 read as Mac Roman
        ("Hiša Å¡ole", "Hiša šole"),  # UTF-8 read as Windows-1252, beside a right letter
        ("zaÅ¡Ä\ufffdito", "zaščito"),  # a byte was lost: only č ends in it
        ("two  spaces ", "two spaces"),
        ("Čšž", "Čšž"),  # right already: stays
    ],
)
def test_garbled_letters_are_mended(names, garbled, mended):
    assert names.mended(garbled) == mended


@pytest.mark.parametrize(
    ("shouted", "short", "calm"),
    [
        ("VALJI PROIZVODNJA VALJEV IN ULITKO DOO", "", "Valji Proizvodnja Valjev in Ulitko d.o.o."),
        ("CVS MOBILE, RESITVE,DD", "", "CVS Mobile, Resitve,d.d."),
        ("GOOPTI TRANSPORTNE RESITVE DOO", "GoOpti d.o.o.", "GoOpti Transportne Resitve d.o.o."),
        ("LA&HA, AKADEMIJA", "", "LA&HA, Akademija"),
        ("DOL PRI LJUBLJANI", "", "Dol pri Ljubljani"),
        ("RRA Zeleni kras, d.o.o.", "", "RRA Zeleni kras, d.o.o."),
    ],
)
def test_capital_letters_become_calm(names, shouted, short, calm):
    assert names.readable(shouted, like=short) == calm
