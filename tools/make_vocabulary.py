"""Make the word lists that come from elsewhere: NACE, NUTS, countries and languages.

Reads the folder `../shared/data/classifications` beside the repository (its README names the
sources; docs/vocabulary.md repeats them) and the names of Unicode CLDR that Babel brings.
Writes src/raceme/vocabulary/reference. Same input, same rows. Of NUTS only codes and names are
taken, no boundaries.
"""

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "data" / "classifications"
TARGET = ROOT / "src" / "raceme" / "vocabulary" / "reference"
NUTS_VERSIONS = ("2013", "2016", "2021", "2024")
LEAST_OVERLAP = 0.005

# The source writes the titles of sections in capitals, which no rule turns into German again.
SECTIONS_DE = {
    "A": "Land- und Forstwirtschaft, Fischerei",
    "B": "Bergbau und Gewinnung von Steinen und Erden",
    "C": "Verarbeitendes Gewerbe/Herstellung von Waren",
    "D": "Energieversorgung",
    "E": "Wasserversorgung; Abwasser- und Abfallentsorgung und Beseitigung von "
    "Umweltverschmutzungen",
    "F": "Baugewerbe/Bau",
    "G": "Handel; Instandhaltung und Reparatur von Motorfahrzeugen",
    "H": "Verkehr und Lagerei",
    "I": "Gastgewerbe/Beherbergung und Gastronomie",
    "J": "Information und Kommunikation",
    "K": "Erbringung von Finanz- und Versicherungsdienstleistungen",
    "L": "Grundstücks- und Wohnungswesen",
    "M": "Erbringung von freiberuflichen, wissenschaftlichen und technischen Dienstleistungen",
    "N": "Erbringung von sonstigen wirtschaftlichen Dienstleistungen",
    "O": "Öffentliche Verwaltung, Verteidigung; Sozialversicherung",
    "P": "Erziehung und Unterricht",
    "Q": "Gesundheits- und Sozialwesen",
    "R": "Kunst, Unterhaltung und Erholung",
    "S": "Erbringung von sonstigen Dienstleistungen",
    "T": "Private Haushalte mit Hauspersonal; Herstellung von Waren und Erbringung von "
    "Dienstleistungen durch private Haushalte für den Eigenbedarf ohne ausgeprägten Schwerpunkt",
    "U": "Exterritoriale Organisationen und Körperschaften",
}
# In CLDR, but no countries: groups of states, parts of others, and signs for tests.
NO_COUNTRIES = {
    "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ",
}  # fmt: skip
# How people write a country besides; EL and UK are the signs of the EU for GR and GB.
ALSO_WRITTEN = {
    "AT": ("Austria", "Oesterreich"),
    "BA": ("Bosnia and Herzegovina", "Bosnien-Herzegowina"),
    "CH": ("Suisse", "Svizzera"),
    "CZ": ("Czech Republic", "Tschechische Republik"),
    "DE": ("BRD", "Bundesrepublik Deutschland", "Federal Republic of Germany"),
    "GB": ("UK", "Great Britain", "Großbritannien", "England", "Scotland", "Wales"),
    "GR": ("EL", "Hellas"),
    "KR": ("Republic of Korea", "Korea"),
    "MD": ("Republic of Moldova",),
    "MK": ("Macedonia", "Mazedonien"),
    "NL": ("The Netherlands", "Holland"),
    "RU": ("Russian Federation", "Russische Föderation"),
    "SK": ("Slovak Republic", "Slowakische Republik"),
    "TR": ("Turkey",),
    "TW": ("Republic of China",),
    "US": ("USA", "United States of America", "Vereinigte Staaten von Amerika"),
}

# The official languages of the EU, and those of its neighbours and of frequent guests.
LANGUAGES = (
    "ar", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga",
    "gl", "hr", "hu", "is", "it", "ja", "lb", "lt", "lv", "mk", "mt", "nb", "nl", "nn", "pl", "pt",
    "rm", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "zh",
)  # fmt: skip


def main() -> int:
    """Write all lists anew; exit code 1 where the published files are not at hand."""
    if not SOURCE.is_dir():
        print(f"The published files are missing: {SOURCE}", file=sys.stderr)
        return 1
    write("nace-2.csv.gz", ("code", "label_en", "label_de", "label_fr", "label_it"), nace_rev_2())
    write("nace-2.1.csv.gz", ("code", "label_en"), nace_rev_2_1())
    for version in NUTS_VERSIONS:
        write(f"nuts-{version}.csv.gz", ("code", "name", "name_latin"), nuts(version))
    write(
        "nuts_conversions-1.csv.gz",
        ("from_version", "to_version", "old", "new", "share"),
        nuts_conversions(),
    )
    write("countries-1.csv", ("code", "label_en", "label_de", "also_written"), countries())
    write("languages-1.csv", ("code", "label_en", "label_de"), languages())
    return 0


def nace_rev_2() -> Iterable[Sequence[str]]:
    """All levels of Rev. 2 as in the source: each section is followed by what it holds.

    German, French and Italian are those of the Swiss NOGA 2008.
    """
    for row in rows_of("nace_rev2.csv"):
        is_section = row["level"] == "1"
        labels = [tidy(row[f"label_{language}"]) for language in ("en", "de", "fr", "it")]
        if is_section:
            labels = [label.capitalize() for label in labels]
            labels[1] = SECTIONS_DE[row["code"]]
        yield row["code"], *labels


def nace_rev_2_1() -> Iterable[Sequence[str]]:
    for row in rows_of("nace_rev21.csv"):
        yield row["code"], tidy(row["label_en"])


def nuts(version: str) -> Iterable[Sequence[str]]:
    """One version of NUTS; names in capitals as the newest version that has the code writes them.

    Only where one writes them so: the codes that are gone since keep their capitals.
    """
    everything = list(rows_of("nuts_codes_2003_2024.csv.gz"))
    newest = {row["nuts_code"]: row for row in sorted(everything, key=lambda row: row["version"])}
    wanted = [row for row in everything if row["version"] == version]
    for row in sorted(wanted, key=lambda row: row["nuts_code"]):
        later = newest[row["nuts_code"]]
        is_same = tidy(row["name"]).casefold() == tidy(later["name"]).casefold()
        chosen = later if row["name"].isupper() and is_same else row
        name, latin = tidy(chosen["name"]), tidy(chosen["name_latin"])
        yield row["nuts_code"], name, "" if latin == name else latin


def nuts_conversions() -> Iterable[Sequence[str]]:
    """Which share of the people of an old code lives in a new one; codes that stay are left out.

    People of 2021, of 2011 where those are missing, else area. Overlaps of less than half a
    percent are mostly lines drawn a little differently: they are left out, too.
    """
    overlaps: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in rows_of("nuts_crosswalk_population.csv.gz"):
        key = row["from_version"], row["to_version"], row["from_code"]
        overlaps.setdefault(key, []).append(row)
    for (before, after, old), rows in sorted(overlaps.items()):
        parts = shares(rows)
        if set(parts) != {old}:
            for new, share in sorted(parts.items()):
                yield before, after, old, new, f"{share:.6f}".rstrip("0").rstrip(".")


def shares(rows: Sequence[dict[str, str]]) -> dict[str, float]:
    for measure in ("pop21", "pop11", "areaKm"):
        sizes = {row["to_code"]: float(row[measure] or "nan") for row in rows}
        whole = sum(sizes.values())
        if whole > 0:  # false for nan
            kept = {new: size for new, size in sizes.items() if size >= LEAST_OVERLAP * whole}
            return {new: size / sum(kept.values()) for new, size in kept.items()}
    return {}


def countries() -> Iterable[Sequence[str]]:
    """The countries of ISO 3166-1, and XK for Kosovo, as the EU writes it."""
    english, german = Locale("en").territories, Locale("de").territories
    for code in sorted(english):
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
            yield code, english[code], german[code], ";".join(ALSO_WRITTEN.get(code, ()))


def languages() -> Iterable[Sequence[str]]:
    english, german = Locale("en").languages, Locale("de").languages
    for code in LANGUAGES:
        yield code, english[code], german[code]


def rows_of(name: str) -> Iterable[dict[str, str]]:
    content = (SOURCE / name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
    return csv.DictReader(io.StringIO(text))


def tidy(text: str) -> str:
    return " ".join(text.split())


def write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a list; packed where its name says so."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    kept = list(rows)
    table.writerows(kept)
    content = text.getvalue().encode("utf-8")
    if name.endswith(".gz"):
        content = gzip.compress(content, mtime=0)
    (TARGET / name).write_bytes(content)
    print(f"{name}: {len(kept)} rows, {len(content):,} bytes")


if __name__ == "__main__":
    sys.exit(main())
