"""Lists that nobody made for us are understood: small ones, each with one awkwardness."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from raceme.foundation.tabular.asides import Why
from raceme.foundation.tabular.understanding import Understood, understand
from raceme.foundation.tabular.values import UnreadableTable

KNOWN = {"name", "firma", "ort", "city", "e-mail", "website", "employees", "country"}


def read(content: str | bytes, name: str = "list.csv", **said) -> Understood:
    source = content.encode() if isinstance(content, str) else content
    return understand(source, name, knows=lambda word: word.casefold() in KNOWN, **said)


def cells(understood: Understood) -> list[tuple]:
    return [row.cells for row in understood.table.rows]


def book(rows: list[list], *, merged: tuple[str, ...] = (), cover: list[list] | None = None):
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target)
    if cover is not None:
        page = made.add_worksheet("Read me")
        for at, row in enumerate(cover):
            page.write_row(at, 0, row)
    page = made.add_worksheet("Members")
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    for area in merged:
        first = area.split(":", maxsplit=1)[0]
        at, place = int(first[1:]) - 1, ord(first[0]) - ord("A")
        page.merge_range(area, rows[at][place])
    made.close()
    return target.getvalue()


FIRMS = [
    ["Alpha GmbH", "Ulm", 12, "https://alpha.example"],
    ["Beta AG", "Bonn", 250, "https://beta.example"],
    ["Gamma KG", "Ulm", 7, "https://gamma.example"],
]


def test_lines_that_end_in_a_carriage_return_only():
    assert cells(read("name;ort\rAlpha;Ulm\rBeta;Bonn\r")) == [("Alpha", "Ulm"), ("Beta", "Bonn")]


def test_titles_and_blank_rows_above_two_header_rows():
    content = (
        "Stand;30.03.2026;;\n;;;\nName des Mitglieds;Beschäftigte;Beitritt;Netz\n"
        "member's name;staff;joined;site\n"
        "Alpha;12;01.02.2020;www.alpha.example\nBeta;9;03.04.2021;www.beta.example\n"
        "Gamma;70;05.06.2022;www.gamma.example\n"
    )

    understood = read(content)

    assert understood.header_rows == (3, 4)
    assert understood.table.header[:2] == (
        "Name des Mitglieds / member's name",
        "Beschäftigte / staff",
    )
    assert len(understood.table.rows) == 3


def test_the_first_record_is_no_second_header():
    content = "name;city;note\nAlpha;Ulm;founder\nBeta;Bonn;new\nGamma;Köln;large\n"

    assert read(content).header_rows == (1,)


def test_a_header_in_row_eight_below_a_letterhead():
    content = book(
        [
            ["Association of the Valley"],
            [],
            ["Main Street 1"],
            ["Tel.", "0123"],
            [],
            ["Our members"],
            [],
            ["Firm", "Town", "Staff", "Site"],
            *FIRMS,
        ]
    )

    assert read(content, "members.xlsx").header_rows == (8,)


def test_headings_over_groups_of_columns_stand_over_each_of_them():
    content = book(
        [
            ["Firm", "Contact", "", "Address", ""],
            ["", "Name", "E-mail", "Street", "City"],
            ["Alpha", "Ada", "ada@alpha.example", "Way 1", "Ulm"],
            ["Beta", "Bob", "bob@beta.example", "Way 2", "Bonn"],
            ["Gamma", "Cyd", "cyd@gamma.example", "Way 3", "Ulm"],
        ],
        merged=("B1:C1", "D1:E1"),
    )

    understood = read(content, "members.xlsx")

    assert understood.table.header == (
        "Firm",
        "Contact / Name",
        "Contact / E-mail",
        "Address / Street",
        "Address / City",
    )
    assert len(understood.table.rows) == 3


def test_a_row_that_only_counts_the_columns_belongs_to_the_header():
    content = "Lp.;Nazwa;Miasto;Adres\n1;2;3;4\n1.;Alfa;Łódź;ul. Krótka\n2.;Beta;Gdańsk;ul. Długa\n"

    understood = read(content)

    assert understood.header_rows == (1, 2)
    assert understood.table.header == ("Lp.", "Nazwa", "Miasto", "Adres")


def test_a_value_merged_over_several_rows_stands_in_each():
    content = book(
        [
            ["name", "contact", "city"],
            ["Alpha", "Ada", "Ulm"],
            ["", "Amy", "Ulm"],
            ["Beta", "Bob", "Bonn"],
        ],
        merged=("A2:A3",),
    )

    assert [row[0] for row in cells(read(content, "a.xlsx"))] == ["Alpha", "Alpha", "Beta"]


def test_line_breaks_in_headings_become_spaces():
    content = 'id;"Name of\nthe firm";"Staff\n(2026)"\n1;Alpha;3\n2;Beta;4\n'

    assert read(content).table.header == ("id", "Name of the firm", "Staff (2026)")


def test_a_table_without_header_calls_its_columns_by_letters():
    content = "Alpha;12;info@alpha.example\nBeta;9;info@beta.example\nGamma;70;x@gamma.example\n"

    understood = read(content)

    assert (understood.header_rows, understood.table.header_row) == ((), 0)
    assert understood.table.header == ("A", "B", "C")
    assert len(understood.table.rows) == 3


def test_the_header_row_can_be_pointed_at():
    content = "Alpha;Ulm\nname;ort\nBeta;Bonn\n"

    assert read(content, header_row=2).table.header == ("name", "ort")
    assert read(content, header_row=0).table.header == ("A", "B")
    with pytest.raises(UnreadableTable, match="Row 9 cannot be the header"):
        read(content, header_row=9)


def test_the_sheet_with_the_list_is_found_and_another_can_be_named():
    content = book([["name", "ort"], ["Alpha", "Ulm"]], cover=[["How to fill in"], ["Be careful"]])

    assert read(content, "a.xlsx").table.sheet == "Members"
    assert read(content, "a.xlsx").sheets == ("Read me", "Members")
    assert read(content, "a.xlsx", sheet="Read me").table.sheet == "Read me"


def test_columns_without_heading_and_content_are_left_out_and_unnamed_ones_named():
    content = "name;;ort;\nAlpha;;Ulm;x\nBeta;;Bonn;\n"

    understood = read(content)

    assert understood.table.header == ("name", "ort", "Column D")
    assert understood.letters == ("A", "C", "D")


def test_equal_headings_are_told_apart():
    assert read("name;e-mail;e-mail\nA;a@x.example;b@x.example\n").table.header == (
        "name",
        "e-mail",
        "e-mail (2)",
    )


def test_headings_between_the_rows_become_a_column():
    wide = "Alpha;Ulm;12;DE\nBeta;Bonn;9;DE\n"
    content = f"name;ort;employees;country\nFull members;;;\n{wide}Guests;;;\nGamma;Ulm;7;DE\n"

    understood = read(content)

    assert [(one.row, one.why, one.text) for one in understood.asides] == [
        (2, Why.HEADING, "Full members"),
        (5, Why.HEADING, "Guests"),
    ]
    assert [row[-1] for row in cells(understood)] == ["Full members", "Full members", "Guests"]
    assert len(read(content, with_asides=True).table.rows) == 5


def test_members_of_whom_only_the_name_is_known_are_records():
    content = "name;ort;employees;country\nAlpha;;;\nBeta;;;\nGamma;Ulm;7;DE\nDelta;Bonn;8;DE\n"

    assert len(read(content).table.rows) == 4


def test_sums_notes_and_repeated_headers_are_left_aside():
    content = (
        "name;ort;employees\nAlpha;Ulm;12\nBeta;Bonn;9\nname;ort;employees\nTotal SE;Köln;3\n"
        "Summe;;24\n\nQuelle: Register;;\n"
    )

    understood = read(content)

    assert [(one.row, one.why) for one in understood.asides] == [
        (4, Why.HEADER_AGAIN),
        (6, Why.SUM),
        (8, Why.NOTE),
    ]
    assert [row[0] for row in cells(understood)] == ["Alpha", "Beta", "Total SE"]


def test_numbers_under_the_table_are_a_sum_only_if_they_add_up():
    rows = "name;fee;staff\nAlpha;10;1\nBeta;20;2\n"

    assert [one.row for one in read(f"{rows};30;3\n").asides] == [4]
    assert read(f"{rows};31;5\n").asides == ()


def test_rows_exactly_alike_are_read_and_reported():
    understood = read("name;ort\nAlpha;Ulm\nBeta;Bonn\nAlpha;Ulm\nAlpha;Ulm\n")

    assert len(understood.table.rows) == 4
    assert understood.repeated == {4: 2, 5: 2}


def test_letters_damaged_beyond_doubt_are_mended_and_told():
    understood = read("name;ort\nMÃ¼ller;KÃ¶ln\nÃ‰cole;Paris\nNAÇÃO;SÃO PAULO\n")

    assert cells(understood) == [
        ("Müller", "Köln"),
        ("École", "Paris"),
        ("NAÇÃO", "SÃO PAULO"),
    ]
    assert [note.message for note in understood.notes] == [
        "In 3 cells letters had been damaged on the way here (UTF-8 read as Windows-1252)."
        " They were repaired: “MÃ¼ller” is now “Müller”."
    ]


def test_what_could_be_meant_is_not_mended():
    content = "name;ort\n“IRMÔ;PORTO\nÂgé;Rome\n"

    assert cells(read(content)) == [("“IRMÔ", "PORTO"), ("Âgé", "Rome")]
    assert read(content).notes == ()


def test_lost_letters_are_named_and_not_guessed():
    understood = read("name;ort\nM�ller;Ulm\n")

    assert cells(understood) == [("M�ller", "Ulm")]
    assert "lost for good (rows 2)" in understood.notes[0].message


def test_quotation_marks_doubled_twice_are_put_right():
    content = 'name,ort\n"""Firm """"Ada"""" Ltd""","Ulm"\n"Plain ""Bob""",Bonn\n'

    assert [row[0] for row in cells(read(content))] == ['Firm "Ada" Ltd', 'Plain "Bob"']


@pytest.mark.parametrize(
    ("encoding", "said", "text"),
    [
        ("utf-8", "UTF-8", "Žužek č"),
        ("utf-16", "UTF-16", "Žužek č"),
        ("latin-1", "ISO 8859-1", "Ærø Smørrebrød"),
        ("cp1252", "Windows-1252", "Œuvre “élevée”"),
        ("cp1250", "Windows-1250", "Łódź świętokrzyskie, żółć"),
        ("iso8859_2", "ISO 8859-2", "świętokrzyskie ąż Łódź"),
        ("cp1251", "Windows-1251", "Асоциация на фирмите"),
        ("cp1253", "Windows-1253", "Ένωση επιχειρήσεων"),
        ("cp1257", "Windows-1257", "Latvijas uzņēmēju apvienība, šķēres"),
        ("cp1254", "Windows-1254", "İstanbul ağaç işleri"),
        ("mac_roman", "Mac Roman", "Müller, Köln, äußerst größer"),
        ("cp850", "DOS 850", "Müller, Köln, äußerst größer"),
    ],
)
def test_the_encoding_is_told_by_the_letters(encoding, said, text):
    understood = read(f"name;ort\n{text};x\n".encode(encoding))

    assert (understood.encoding, cells(understood)) == (said, [(text, "x")])


def test_a_web_page_called_xls_is_read():
    content = (
        "<html><head><title>x</title><body><table><tr><td>menu</td></tr></table>"
        "<table><thead><tr><th>name</th><th>ort</th></tr></thead>"
        "<tr><td>M&uuml;ller &amp; S&ouml;hne<br>GmbH</td><td>Ulm</td></tr>"
        "<tr><td rowspan=2>Beta</td><td>Bonn</td></tr><tr><td>K&ouml;ln</td></tr></table>"
    )

    understood = read(content, "members.xls")

    assert understood.form == "HTML"
    assert cells(understood) == [
        ("Müller & Söhne\nGmbH", "Ulm"),
        ("Beta", "Bonn"),
        ("", "Köln"),
    ]


def test_the_xml_of_an_old_spreadsheet_program_is_read():
    content = (
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Worksheet ss:Name="People"><Table><Row><Cell><Data ss:Type="String">name</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="String">ort</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell><Data ss:Type="String">Alpha &amp; Co</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="String">Ulm</Data></Cell></Row></Table></Worksheet>'
        "</Workbook>"
    )

    understood = read(content, "members.xls")

    assert (understood.form, understood.table.sheet) == ("XML", "People")
    assert [(row.number, row.cells) for row in understood.table.rows] == [
        (4, ("Alpha & Co", "Ulm"))
    ]


def test_a_cell_that_asks_for_endless_room_is_refused():
    row = "<tr><td>a</td><td>b</td></tr>"
    wide = '<row index="1048577"><cell index="1048577">a</cell><cell>b</cell></row>' * 9

    with pytest.raises(UnreadableTable, match="far too many cells"):
        read(f"<table>{row}{wide}{row}</table>", "a.xls")


def test_only_a_spreadsheet_may_be_packed():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("word/document.xml", "<w:document/>")

    with pytest.raises(UnreadableTable, match="damaged, or it is not a spreadsheet"):
        read(target.getvalue(), "members.docx")


def test_dates_and_numbers_of_a_workbook_stay_what_they_are():
    content = book([["name", "since", "employees"], ["Alpha", date(2020, 5, 1).isoformat(), 12]])

    assert cells(read(content, "a.xlsx")) == [("Alpha", "2020-05-01", 12.0)]
