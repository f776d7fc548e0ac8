"""Any file that people send is read, or refused with one clear sentence."""

import io
import zipfile
from datetime import date

import pytest

from raceme.foundation.tabular.reading import read_table
from raceme.foundation.tabular.values import UnreadableTable
from raceme.foundation.tabular.writing import Heading, Sheet, Style, workbook

PLAIN = "id;name\n1;Čebelar Žužek d.o.o.\n2;Škofja Loka šola\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PLAIN, "utf-8"),
        (PLAIN, "utf-8-sig"),
        (PLAIN, "utf-16"),
        (PLAIN, "utf-16-le"),
        (PLAIN, "utf-16-be"),
        (PLAIN, "cp1250"),
        ("id;name\n1;Müller & Söhne, Großräschen\n2;Éclair à la crème, 5 €\n", "cp1252"),
        ("id;name\n1;Forêt française, maçonnerie, élève\n2;Hôpital Sèvres\n", "latin-1"),
        ("id;name\n1;Łódź spółka żółć\n2;Gdańsk Świętokrzyska\n", "cp1250"),
        ("id;name\n1;Åse Bjørn Kjær\n2;Växjö Århus\n", "cp1252"),
    ],
)
def test_text_is_read_in_any_usual_encoding(text, encoding):
    table = read_table(text.encode(encoding), "members.csv")

    assert [list(row.cells) for row in table.rows] == [
        line.split(";") for line in text.splitlines()[1:]
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    lines = [["id", "name", "cost"], ["1", "Alpha", "12"], ["2", "Beta", "13"]]
    content = "\r\n".join(separator.join(line) for line in lines).encode()

    table = read_table(content, "a.csv")

    assert (table.header, table.separator) == (("id", "name", "cost"), separator)


def test_decimal_commas_do_not_pass_for_separators():
    table = read_table(b"id;cost;days\n1;1,5;2,5\n2;3,25;4\n", "a.csv")

    assert table.separator == ";"


def test_row_numbers_are_those_a_spreadsheet_shows():
    content = b'\nid,note\n1,"two\nlines"\n\n2,one line\n'

    table = read_table(content, "a.csv")

    assert table.header_row == 2
    assert [(row.number, row.cells[0]) for row in table.rows] == [(3, "1"), (5, "2")]


def test_a_line_for_the_spreadsheet_program_is_no_header():
    table = read_table(b"sep=;\nid;name\n1;A, B\n", "a.csv")

    assert table.header == ("id", "name")
    assert table.rows[0].number == 3


def test_a_quotation_mark_inside_a_cell_is_text():
    table = read_table(b'id,name\n1,"Alpha" Ltd\n', "a.csv")

    assert table.rows[0].cells == ("1", "Alpha Ltd")


def test_titles_above_the_header_are_left_out():
    table = read_table(b"Members of the cluster\n\nid;name\n1;A\n2;B\n", "a.csv")

    assert (table.header, table.header_row) == (("id", "name"), 3)


def test_a_table_of_one_column_keeps_its_header():
    table = read_table(b"id\n1\n2\n", "a.csv")

    assert (table.header, len(table.rows)) == (("id",), 2)


def test_a_workbook_keeps_numbers_dates_and_row_numbers():
    headings = (Heading("id"), Heading("cost", Style.MONEY), Heading("day", Style.DATE))
    sheet = Sheet("needs", headings, [("007", 12.5, date(2026, 3, 31)), ("8", None, None)])

    table = read_table(workbook([sheet], title="t", made_on=date(2026, 1, 1)), "needs.xlsx")

    assert table.sheet == "needs"
    assert [(row.number, row.cells[:2]) for row in table.rows] == [
        (2, ("007", 12.5)),
        (3, ("8", "")),
    ]
    assert table.rows[0].cells[2] == date(2026, 3, 31)


def test_the_first_sheet_with_content_is_read_and_another_by_name():
    empty = Sheet("cover", (), [])
    full = Sheet("members", (Heading("id"),), [("1",)])
    more = Sheet("more", (Heading("code"),), [("2",)])
    content = workbook([empty, full, more], title="t", made_on=date(2026, 1, 1))

    assert read_table(content, "a.xlsx").header == ("id",)
    assert read_table(content, "a.xlsx", sheet="more").header == ("code",)
    with pytest.raises(UnreadableTable, match="cover, members, more"):
        read_table(content, "a.xlsx", sheet="nothing")


def test_what_a_file_is_is_told_by_its_content_and_not_by_its_name():
    content = workbook(
        [Sheet("s", (Heading("id"),), [("1",)])], title="t", made_on=date(2026, 1, 1)
    )

    assert read_table(content, "members.csv").header == ("id",)
    assert read_table(b"id\tname\n1\tA\n", "members.xls").header == ("id", "name")


def _zip(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "a.csv: The file is empty."),
        ("a.csv", b"\xef\xbb\xbf\r\n  \n", "a.csv: The file is empty."),
        ("a.csv", b";;;\n;;;\n", "a.csv: The file has no content."),
        ("a.xls", b"<html><table><tr><td>id</td></tr></table></html>", "is a web page"),
        ("a.csv", b"<!DOCTYPE html>\n<p>Sign in", "is a web page"),
        ("a.csv", b'<?xml version="1.0"?><Workbook/>', "is XML"),
        ("a.xls", b"<table><tr><td>logo<td>menu</table><p>Welcome", "is a web page"),
        ("a.csv", b'{"members": []}', "is JSON"),
        ("a.csv", b"BEGIN:VCARD\nFN:A\nEND:VCARD\n", "holds business cards"),
        ("a.csv", b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither text nor a spreadsheet"),
        ("a.csv", bytes(range(256)) * 4, "neither text nor a spreadsheet"),
        ("a.xlsx", b"id,name\n1,A\n", "is damaged, or it is not a spreadsheet"),
        ("a.xlsx", b"PK\x03\x04 broken off", "is damaged, or it is not a spreadsheet"),
        ("a.xlsx", _zip("readme.txt", b"hello"), "is damaged, or it is not a spreadsheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is damaged"),
        ("a.csv", b'id,name\n1,"never closed\n2,B\n', "row 2: A quotation mark is opened"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(name, content, said):
    with pytest.raises(UnreadableTable) as refusal:
        read_table(content, name)

    assert said in str(refusal.value)
    assert refusal.value.problem.remedy


def test_a_workbook_cut_in_half_is_refused():
    content = workbook(
        [Sheet("s", (Heading("id"),), [("1",)])], title="t", made_on=date(2026, 1, 1)
    )

    with pytest.raises(UnreadableTable, match="is damaged"):
        read_table(content[: len(content) // 2], "a.xlsx")


def test_a_small_file_that_unpacks_to_gigabytes_is_refused(monkeypatch):
    monkeypatch.setattr("raceme.foundation.tabular.packed.LARGEST_UNPACKED", 10_000)

    with pytest.raises(UnreadableTable, match="far too large"):
        read_table(_zip("xl/worksheets/sheet1.xml", b"0" * 20_000), "a.xlsx")


def _changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(target, "w") as changed:
        for name in packed.namelist():
            inside = packed.read(name)
            changed.writestr(name, inside.replace(old, new) if name.endswith(part) else inside)
    return target.getvalue()


@pytest.mark.parametrize("tag", [b'<c r="XFD1048576">', b'<c s="1" r="XFD1048576" t="n">'])
def test_a_stray_cell_in_the_last_corner_is_refused_before_it_fills_the_memory(tag):
    content = workbook(
        [Sheet("s", (Heading("id"),), [("1",)])], title="t", made_on=date(2026, 1, 1)
    )
    corner = b'<row r="1048576">' + tag + b"<v>1</v></c></row></sheetData>"

    with pytest.raises(UnreadableTable, match="very far apart"):
        read_table(_changed(content, "sheet1.xml", b"</sheetData>", corner), "a.xlsx")


def test_a_coloured_cell_without_content_in_the_last_corner_does_no_harm():
    content = workbook(
        [Sheet("s", (Heading("id"),), [("1",)])], title="t", made_on=date(2026, 1, 1)
    )
    corner = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'

    table = read_table(_changed(content, "sheet1.xml", b"</sheetData>", corner), "a.xlsx")

    assert len(table.rows) == 1


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="members">
<table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>weight</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="REPEATED">
<table:table-cell office:value-type="string"><text:p>M1</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="WIDE" office:value-type="float"
 office:value="1.5"><text:p>1,5</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.2"><manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(*, repeated: int, wide: int) -> bytes:
    target = io.BytesIO()
    # As spreadsheet programs write it: no line breaks between the cells.
    content = ODS.replace("\n", "").replace("REPEATED", str(repeated)).replace("WIDE", str(wide))
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("mimetype", MIMETYPE)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", MANIFEST)
    return target.getvalue()


def test_an_open_document_is_read():
    table = read_table(_ods(repeated=2, wide=1), "members.ods")

    assert [(row.number, row.cells[:2]) for row in table.rows] == [
        (2, ("M1", 1.5)),
        (3, ("M1", 1.5)),
    ]


def test_an_open_document_with_endless_rows_is_refused():
    with pytest.raises(UnreadableTable, match="very far apart"):
        read_table(_ods(repeated=1_000_000, wide=16_000), "members.ods")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableTable, match="cannot be opened"):
        read_table(tmp_path / "members.csv", "members.csv")
