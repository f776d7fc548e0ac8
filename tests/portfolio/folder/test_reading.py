"""A plan folder is read whole, or everything that is wrong with it is said at once."""

from datetime import date

import pytest

from raceme.cores.planning.values import Limits, Objective
from raceme.foundation.tabular.writing import Heading, Sheet, Style, workbook
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.portfolio.folder.values import BadFolder, ServiceSource

CLUSTER = """\
[cluster]
name = "Cluster Example Valley"
country = "AT"

[plan]
year = 2027
budget_eur = 10000
person_days = 40
must = ["S1"]

[[objective]]
code = "O1"
name = "More joint innovation"
weight = 2
categories = ["INN"]

[[objective]]
code = "O2"
name = "More markets"
weight = 1
full = 1
"""
MEMBERS = (
    "id,name,role,employees,weight\nM1,Example Parts 01,SME,12,2\nM2,Example Institute,research,,\n"
)
NEEDS = (
    "member_id,topic,importance,satisfaction,date,source\n"
    "M1,funding,5,2,2026-03-31,survey\n"
    "M2,export,3,,2026-04-01,interview\n"
)
SERVICES = (
    "id,name,category,person_days,cost_eur,income_eur,reach,max_editions,cross_sectoral,answers,"
    "serves\n"
    "S1,Funding check,INN,2,900,100,1,5,no,funding:0.8; export:0.1,\n"
    "S2,Trade mission,INT,10,6000,,8,,yes,export:0.9,O1:1; O2:3\n"
)


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, cluster=CLUSTER, members=MEMBERS, needs=NEEDS, services=SERVICES)
    return tmp_path


def write(folder, *, cluster=None, members=None, needs=None, services=None):
    files = {
        "cluster.toml": cluster,
        "members.csv": members,
        "needs.csv": needs,
        "services.csv": services,
    }
    for name, content in files.items():
        if content is not None:
            (folder / name).write_text(content, encoding="utf-8")


def problems_of(folder) -> list[tuple]:
    with pytest.raises(BadFolder) as refusal:
        read_plan_folder(folder)
    assert all(each.message and each.remedy for each in refusal.value.problems)
    return [(each.file, each.row, each.column, each.value) for each in refusal.value.problems]


def test_a_good_folder_is_read(folder):
    plan_folder = read_plan_folder(folder)

    case = plan_folder.case
    assert (plan_folder.cluster.name, plan_folder.cluster.currency) == (
        "Cluster Example Valley",
        "EUR",
    )
    assert plan_folder.year == 2027
    assert case.limits == Limits(10000.0, 40.0, must=frozenset({"S1"}))
    assert [(member.id, member.weight) for member in case.members] == [("M1", 2.0), ("M2", 1.0)]
    assert [(need.topic, need.satisfaction) for need in case.needs] == [
        ("funding", 2),
        ("export", None),
    ]
    assert [need.recorded_on for need in case.needs] == [date(2026, 3, 31), date(2026, 4, 1)]
    assert [member.role for member in plan_folder.members] == ["firm", "research"]
    assert [member.employees for member in plan_folder.members] == [12, None]
    assert plan_folder.notes == ()


def test_what_is_not_written_has_the_defaults_of_the_contract(folder):
    case = read_plan_folder(folder).case

    assert case.parameters.alignment_weight == 0.4
    assert case.objectives == (
        Objective("O1", "More joint innovation", 2.0, 3.0),
        Objective("O2", "More markets", 1.0, 1.0),
    )
    assert [service.max_editions for service in case.services] == [5, 1]
    assert [service.income_eur for service in case.services] == [100.0, 0.0]


def test_a_service_serves_by_its_category_unless_it_says_more(folder):
    first, second = read_plan_folder(folder).case.services

    assert first.serves == {"O1": 3.0}
    assert second.serves == {"O1": 1.0, "O2": 3.0}


def test_without_own_services_the_library_is_used(folder):
    (folder / "services.csv").unlink()
    write(folder, cluster=CLUSTER.replace('"S1"', '"NET-01"'))

    plan_folder = read_plan_folder(folder)

    assert plan_folder.service_source == ServiceSource.LIBRARY
    assert len(plan_folder.case.services) == 93
    serving = {each.id for each in plan_folder.case.services if each.serves}
    assert serving == {each.id for each in plan_folder.services if each.category == "INN"}


def test_tables_may_be_workbooks(folder):
    headings = tuple(Heading(name) for name in ("Member ID", "Topic", "Importance"))
    sheet = Sheet(
        "needs",
        (*headings, Heading("Date", Style.DATE)),
        [("M1", "funding", 4, date(2026, 1, 2)), ("M2", "export", 5, date(2026, 1, 3))],
    )
    (folder / "needs.csv").unlink()
    (folder / "needs.xlsx").write_bytes(workbook([sheet], title="t", made_on=date(2026, 1, 1)))

    case = read_plan_folder(folder).case

    assert [(need.importance, need.recorded_on) for need in case.needs] == [
        (4, date(2026, 1, 2)),
        (5, date(2026, 1, 3)),
    ]


def test_label_and_code_of_a_topic_are_the_same_topic(folder):
    write(folder, needs=NEEDS.replace("M1,funding", "M1,Finding public funding"))
    write(folder, services=SERVICES.replace("funding:0.8", "funding-search:0.8"))

    plan_folder = read_plan_folder(folder)

    assert plan_folder.needs[0].topic == "funding-search"
    assert plan_folder.services[0].answers == {"funding-search": 0.8, "export": 0.1}


def test_a_topic_written_in_one_way_keeps_its_spelling(folder):
    write(folder, needs=NEEDS.replace("M1,funding", "M1,Finding public funding"))

    assert read_plan_folder(folder).needs[0].topic == "Finding public funding"


def test_everything_wrong_in_all_files_is_said_at_once(folder):
    write(
        folder,
        cluster=CLUSTER.replace("budget_eur = 10000", "budget_euro = 10000")
        .replace("40\n", "-40\n")
        .replace('["S1"]', '["S7"]'),
        members=MEMBERS + "M1,Example Twice,,many,-1\n",
        needs=NEEDS + "M9,export,6,0,2026-02-30,\n,export,,x,2026-01-01,\n",
        services=SERVICES + "S2,,INT,ten,,0,-1,1.5,maybe,export:2,O3:1\n",
    )

    assert problems_of(folder) == [
        ("cluster.toml", 7, "budget_euro", None),
        ("cluster.toml", 5, "plan.budget_eur", None),
        ("cluster.toml", 8, "plan.person_days", "-40"),
        ("cluster.toml", 9, "plan.must", "S7"),
        ("members.csv", 4, "employees", "many"),
        ("members.csv", 4, "weight", "-1"),
        ("members.csv", 4, "id", "M1"),
        ("needs.csv", 4, "member_id", "M9"),
        ("needs.csv", 4, "importance", "6"),
        ("needs.csv", 4, "satisfaction", "0"),
        ("needs.csv", 4, "date", "2026-02-30"),
        ("needs.csv", 5, "member_id", ""),
        ("needs.csv", 5, "importance", ""),
        ("needs.csv", 5, "satisfaction", "x"),
        ("services.csv", 4, "serves", "O3"),
        ("services.csv", 4, "name", ""),
        ("services.csv", 4, "person_days", "ten"),
        ("services.csv", 4, "cost_eur", ""),
        ("services.csv", 4, "reach", "-1"),
        ("services.csv", 4, "max_editions", "1.5"),
        ("services.csv", 4, "cross_sectoral", "maybe"),
        ("services.csv", 4, "answers", "export:2"),
        ("services.csv", 4, "id", "S2"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('name = "Cluster Example Valley"\n', "", (1, "cluster.name", None)),
        ("year = 2027", "year = 2027.5", (6, "plan.year", "2027.5")),
        ("year = 2027", 'year = "soon"', (6, "plan.year", "soon")),
        ("person_days = 40", "person_days = nan", (8, "plan.person_days", "nan")),
        ("person_days = 40", "person_days = inf", (8, "plan.person_days", "inf")),
        ("person_days = 40", "person_days = true", (8, "plan.person_days", "True")),
        ("year = 2027", "lambda = 1.2", (6, "plan.lambda", "1.2")),
        ("year = 2027", "own_income_share_min = 40", (6, "plan.own_income_share_min", "40")),
        ("year = 2027", "cross_sectoral_min = -1", (6, "plan.cross_sectoral_min", "-1")),
        ("year = 2027", "lamda = 0.4", (6, "lamda", None)),
        ('["S1"]', '["s1"]', (9, "plan.must", "s1")),
        ('["S1"]', '"S1"', (9, "plan.must", "S1")),
        ("full = 1", "full = 0", (21, "objective.full", "0.0")),
        ("weight = 1", "weight = -1", (20, "objective.weight", "-1")),
        ('code = "O1"', 'code = "O2"', (18, "objective.code", "O2")),
        ("[plan]", "[plan", (5, None, "[plan")),
        ('country = "AT"', 'currency = "EURO"', (3, "cluster.currency", "EURO")),
        ('country = "AT"', 'currency = "eur"', (3, "cluster.currency", "eur")),
        ('country = "AT"', "currency = 1", (3, "cluster.currency", "1")),
        ('country = "AT"', "country = AT", (3, None, "country = AT")),
    ],
)
def test_what_is_wrong_in_the_settings_is_told_with_its_line(folder, old, new, place):
    write(folder, cluster=CLUSTER.replace(old, new), services=SERVICES.replace("O1:1; ", ""))

    assert problems_of(folder) == [("cluster.toml", *place)]


@pytest.mark.parametrize("header", ["Mitglied", "Mitgliedsnummer", "mitgliedsnummer"])
def test_members_may_be_numbered_in_german(folder, header):
    write(folder, members=MEMBERS.replace("id,", f"{header},", 1))

    assert [member.id for member in read_plan_folder(folder).members] == ["M1", "M2"]


def test_a_must_that_nobody_knows_is_refused_with_similar_ids(folder):
    write(folder, cluster=CLUSTER.replace('["S1"]', '["S11"]'))

    with pytest.raises(BadFolder, match="Services with a similar id: S1"):
        read_plan_folder(folder)


def test_a_misspelt_member_is_refused_with_the_one_meant(folder):
    write(folder, members=MEMBERS.replace("M1", "firm-001"), needs=NEEDS.replace("M1", "firm-01"))

    with pytest.raises(BadFolder, match="Did you mean “firm-001”"):
        read_plan_folder(folder)


def test_two_files_for_one_table_are_refused(folder):
    (folder / "members.xlsx").write_bytes(b"")

    assert problems_of(folder) == [("members.csv + members.xlsx", None, None, None)]


@pytest.mark.parametrize("missing", ["cluster.toml", "members.csv", "needs.csv"])
def test_a_missing_file_is_named(folder, missing):
    (folder / missing).unlink()

    assert problems_of(folder) == [(missing, None, None, None)]


def test_a_table_of_a_kind_nobody_can_read_is_named(folder):
    (folder / "members.csv").rename(folder / "members.docx")

    assert problems_of(folder) == [("members.docx", None, None, None)]


def test_an_unreadable_table_does_not_hide_what_is_wrong_elsewhere(folder):
    (folder / "members.csv").write_bytes(b"<html></html>")
    write(folder, needs=NEEDS.replace("5,2", "9,2"))

    assert problems_of(folder) == [
        ("members.csv", None, None, None),
        ("needs.csv", 2, "importance", "9"),
    ]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert problems_of(tmp_path / "nowhere") == [(str(tmp_path / "nowhere"), None, None, None)]


def test_an_empty_folder_misses_three_files(tmp_path):
    assert [place[0] for place in problems_of(tmp_path)] == [
        "cluster.toml",
        "members.csv",
        "needs.csv",
    ]


def test_strange_roles_columns_and_keys_are_noted_and_not_refused(folder):
    write(
        folder,
        cluster=CLUSTER.replace("country", 'motto = "Together"\ncountry'),
        members="id,role,shoe size\nM1,wizard,43\nM2,,\n",
    )

    plan_folder = read_plan_folder(folder)

    assert plan_folder.members[0].role is None
    assert [(note.file, note.column) for note in plan_folder.notes] == [
        ("cluster.toml", "motto"),
        ("members.csv", "role"),
        ("members.csv", "shoe size"),
    ]
