"""Lists that people take with them: exactly what the page shows, as XLSX or CSV, with ids."""

from datetime import date

from django.http import HttpResponse

from raceme.foundation.tabular.writing import Sheet, csv_bytes, workbook

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def download(sheet: Sheet, kind: str, *, file_name: str, title: str, made_on: date) -> HttpResponse:
    """Hand out a table as a file; `kind` is one of KINDS, `file_name` goes without its ending."""
    content = csv_bytes(sheet) if kind == "csv" else workbook([sheet], title=title, made_on=made_on)
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
    return answer
