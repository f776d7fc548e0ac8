"""The two examples: consistent in themselves, readable as plan folders, and made again alike."""

import csv
import gzip
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from raceme.catalogue.archetypes import archetypes
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.vocabulary.categories import category_named
from raceme.vocabulary.helix import roles
from raceme.vocabulary.topics import topic_named

HOUSE = Path(__file__).parents[2]
EXAMPLES = ["mustertal", "slovenia"]
PUBLISHED = HOUSE.parent / "shared" / "data" / "matching"


def rows(example, table):
    with (HOUSE / "examples" / example / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def settings(example):
    text = (HOUSE / "examples" / example / "cluster.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def made_again(example, to, *arguments):
    script = HOUSE / "examples" / example / "make.py"
    subprocess.run([sys.executable, script, *arguments, to], check=True)  # our own script


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_member_is_listed_once_with_a_name_and_a_known_role(example):
    members = rows(example, "members.csv")

    ids = [member["id"] for member in members]
    assert len(set(ids)) == len(ids)
    assert [member["id"] for member in members if not member["name"].strip()] == []
    assert {member["role"] for member in members} - {role.code for role in roles()} == set()


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_need_belongs_to_a_member_and_to_the_vocabulary(example):
    known = {member["id"] for member in rows(example, "members.csv")}
    needs = rows(example, "needs.csv")

    assert {need["member_id"] for need in needs} <= known
    assert [need["topic"] for need in needs if topic_named(need["topic"]) is None] == []
    assert {need["importance"] for need in needs} <= set("12345")
    assert {need["satisfaction"] for need in needs} <= {"", *"12345"}
    assert [need for need in needs if date.fromisoformat(need["date"]) > date(2026, 11, 23)] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_member_says_one_thing_about_a_topic_on_one_day(example):
    said = [(need["member_id"], need["topic"], need["date"]) for need in rows(example, "needs.csv")]

    assert len(set(said)) == len(said)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_objective_asks_for_known_categories(example):
    objectives = settings(example)["objective"]

    asked_for = {category for objective in objectives for category in objective["categories"]}
    assert {category for category in asked_for if category_named(category) is None} == set()
    assert sum(objective["weight"] for objective in objectives) == 100


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_plan_folder_is_read_without_problems_or_notes(example):
    folder = read_plan_folder(HOUSE / "examples" / example)

    assert folder.notes == ()
    assert len(folder.case.members) == len(rows(example, "members.csv"))
    assert len(folder.case.needs) == len(rows(example, "needs.csv"))


def test_slovenia_holds_217_organisations_each_with_revealed_needs():
    members, needs = rows("slovenia", "members.csv"), rows("slovenia", "needs.csv")

    assert len(members) == 217
    assert {need["member_id"] for need in needs} == {member["id"] for member in members}
    assert {(need["source"], need["satisfaction"]) for need in needs} == {("project", "")}
    assert {member["country"] for member in members} == {"SI"}
    assert {need["date"][:4] for need in needs} == {
        "2014",
        "2015",
        "2016",
        "2017",
        "2018",
        "2019",
    }


def test_slovenia_has_no_garbled_letters_and_no_sole_proprietors():
    members = rows("slovenia", "members.csv")

    letters = Counter("".join(member["name"] + member["city"] for member in members))
    assert {letter for letter in letters if ord(letter) > 127} == set("čšžŠ")
    # A sole proprietor (s.p.) trades under a person's name.
    assert [member["name"] for member in members if "s.p." in member["name"].lower()] == []


def test_slovenia_maps_projects_to_topics_of_the_vocabulary_with_reasons():
    rules = rows("slovenia", "mapping.csv")

    assert [rule["topic"] for rule in rules if topic_named(rule["topic"]) is None] == []
    assert [rule for rule in rules if not 0 < float(rule["points"]) <= 1] == []
    assert [rule for rule in rules if not rule["why"]] == []
    said = [(rule["looks_at"], rule["value"], rule["topic"]) for rule in rules]
    assert len(set(said)) == len(said)


def test_slovenia_chooses_from_the_reference_library():
    folder = read_plan_folder(HOUSE / "examples" / "slovenia")

    assert [service.id for service in folder.case.services] == [each.id for each in archetypes()]


def test_slovenia_names_its_source():
    readme = (HOUSE / "examples" / "slovenia" / "README.md").read_text(encoding="utf-8")

    for words in ("CORDIS", "CC BY 4.0", "European Union", "revealed"):
        assert readme.count(words) >= 1


def test_mustertal_has_members_of_all_roles_and_is_openly_invented():
    members = rows("mustertal", "members.csv")

    assert Counter(member["role"] for member in members) == {
        "firm": 26,
        "research": 2,
        "education": 2,
        "public": 2,
        "finance": 2,
        "intermediary": 1,
        "civil-society": 1,
    }
    names = [member["name"] for member in members]
    assert [name for name in names if not name.startswith(("Example ", "Invented "))] == []
    assert [each for each in members if not each["website"].endswith(".mustertal.example")] == []


def test_mustertal_is_answered_by_nearly_all_on_22_topics():
    answers = [need for need in rows("mustertal", "needs.csv") if need["source"] == "survey"]

    assert len({need["topic"] for need in answers}) == 22
    assert len({need["member_id"] for need in answers}) == 34
    assert len(answers) >= 0.95 * 34 * 22
    assert sum(need["satisfaction"] != "" for need in answers) >= 0.93 * len(answers)


def test_mustertal_offers_services_for_all_topics_but_two():
    asked_for = {need["topic"] for need in rows("mustertal", "needs.csv")}
    answered = {
        part.split(":")[0].strip()
        for service in rows("mustertal", "services.csv")
        for part in service["answers"].split(";")
    }

    assert asked_for - answered == {"capital", "succession"}
    assert answered - asked_for == set()


def test_mustertal_is_made_again_byte_by_byte(tmp_path):
    made_again("mustertal", tmp_path)

    for table in ("members.csv", "needs.csv"):
        there = HOUSE / "examples" / "mustertal" / table
        assert (tmp_path / table).read_bytes() == there.read_bytes()


@pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published project tables (../shared) are not here"
)
def test_slovenia_is_made_again_byte_by_byte(tmp_path):
    made_again("slovenia", tmp_path, PUBLISHED)

    for table in ("members.csv", "needs.csv"):
        there = HOUSE / "examples" / "slovenia" / table
        assert (tmp_path / table).read_bytes() == there.read_bytes()


def test_the_panel_of_europe_is_made_again_alike(tmp_path):
    source = PUBLISHED.parent / "regional" / "eurostat_sbs_nuts2_2008_2013.csv.gz"
    if not source.exists():
        pytest.skip("the regional statistics are not on this machine")
    name = "sbs_persons_employed_2008_2013.tsv.gz"
    script = HOUSE / "examples" / "europe" / "make.py"

    subprocess.run([sys.executable, script, source, tmp_path], check=True)

    made, kept = (gzip.decompress((one / name).read_bytes()) for one in (tmp_path, script.parent))
    assert made == kept
