"""Regional statistics, for programs: datasets, mappings, regions and their figures."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.foundation.errors import Refused, require
from raceme.region import queries, rules, verbs
from raceme.region.bridge.comparison import Asked, comparison_of
from raceme.region.bridge.measures import MOVED, words_for_measures
from raceme.region.bridge.page import figure_named, figures_of
from raceme.region.models import Dataset, GroupingVersion, MappingRun, OwnGrouping

router = Router(tags=["region"])


class DatasetOut(Schema):
    """A dataset: where it comes from, and how much of it is known."""

    id: int
    title: str
    source: str
    licence: str
    link: str
    published_on: date | None
    measure: str
    nace_revision: str
    nuts_version: str
    note: str
    file_name: str
    digest: str
    state: str
    coverage: float | None
    taken_at: datetime


class ProvenanceIn(Schema):
    """Everything one must know to quote a figure of a dataset."""

    title: str = ""
    source: str = ""
    licence: str = ""
    measure: str = ""
    link: str = ""
    published_on: date | None = None
    nace_revision: str = "2"
    nuts_version: str = "2024"
    note: str = ""


class ColumnsIn(Schema):
    """What the columns are (role → column), and the values that rows must have to count.

    Roles: region, industry, year, value; and, where there, flag, output, units.
    """

    columns: dict[str, str]
    only: dict[str, str] = {}


class ToIn(Schema):
    """The version of NUTS that all years are brought to: 2013, 2016, 2021 or 2024."""

    to: str


class SettingsIn(Schema):
    """How a dataset is measured; lengths of codes: those that most codes have, unless said."""

    region_length: int | None = None
    industry_length: int | None = None
    stars: str = MappingRun.Stars.OBSERVATORY.value
    minimum_region_size: float = 0.0
    absent_is_zero: bool = False
    groupings: list[int] = []  # versions of own groupings


class MappingOut(Schema):
    """A dataset measured with stated settings, and how far that is."""

    id: int
    dataset_id: int
    state: str
    share_done: float
    trouble: str
    years: list[int]
    region_length: int | None
    industry_length: int | None
    stars: str
    minimum_region_size: float
    absent_is_zero: bool
    groupings: list[int]
    finished_at: datetime | None
    measured_by: str


class RegionOut(Schema):
    """A region among the others; null where unknown."""

    code: str
    name: str
    figure: float | None
    total: float | None
    specialisations: int | None
    complexity: float | None
    distance: float | None
    moved: float | None
    coverage: float | None


class RegionsAsked(Schema):
    """Words of their name or code, how the code begins, and the year (the latest, unless said).

    `show`: what `figure` holds: moved, complexity, specialisations, variety, or an industry, of
    which it is the location quotient.
    """

    text: str = ""
    country: str = ""
    year: int | None = None
    show: str = MOVED


class GroupSchema(Schema):
    """A group of a grouping: its code (given, if there is none), name, and codes of NACE."""

    code: str = ""
    label: str
    codes: list[str]


class GroupingIn(Schema):
    """A grouping to begin; `copy_of`: emerging, ecosystems, or the number of an own one."""

    name: str
    source: str
    nace_revision: str = "2"
    copy_of: str = ""


class GroupsIn(Schema):
    """All that is in a grouping from now on."""

    groups: list[GroupSchema]
    note: str = ""


class GroupingOut(Schema):
    """The newest version of a grouping; `id` is the grouping's, `version_id` is for mappings."""

    id: int
    version_id: int
    name: str
    source: str
    nace_revision: str
    copied_from: str
    ended_at: datetime | None
    number: int
    note: str
    saved_at: datetime
    groups: list[GroupSchema]


class FigureOut(Schema):
    """A part of a region's page as a table, with the sentence that explains it and its source."""

    code: str
    title: str
    sentence: str
    source: str
    told: list[str]
    columns: list[str]
    rows: list[list[Any]]


@router.get("/datasets", response=list[DatasetOut], summary="Which datasets are there?")
@paginate
def list_datasets(request: ApiRequest, cluster: Path[str]) -> QuerySet[Dataset]:
    return queries.datasets_visible_to(request.auth)


@router.post("/datasets", response={201: DatasetOut}, summary="Bring statistics in")
def take_dataset(
    request: ApiRequest,
    cluster: Path[str],
    facts: Form[ProvenanceIn],
    file: File[UploadedFile | None] = None,
) -> Status[Dataset]:
    require(rules.may_map, request.auth)
    if file is None:
        raise Refused(_("Send a file, as multipart/form-data."))
    dataset = verbs.take_dataset(
        file_name=file.name or _("table"),
        content=file.read(),
        by=request.auth,
        at=timezone.now(),
        **facts.model_dump(),
    )
    return Status(201, dataset)


@router.get("/datasets/{pk}", response=DatasetOut, summary="One dataset")
def show_dataset(request: ApiRequest, cluster: Path[str], pk: RowId) -> Dataset:
    return _dataset(request, pk)


@router.post("/datasets/{pk}/read", response=DatasetOut, summary="Say what its columns are")
def read_dataset(request: ApiRequest, cluster: Path[str], pk: RowId, said: ColumnsIn) -> Dataset:
    return verbs.read_dataset(
        _dataset(request, pk),
        columns=said.columns,
        only=said.only,
        by=request.auth,
        at=timezone.now(),
    )


@router.post("/datasets/{pk}/convert", response=DatasetOut, summary="Convert its regions")
def convert_regions(request: ApiRequest, cluster: Path[str], pk: RowId, said: ToIn) -> Dataset:
    dataset = _dataset(request, pk)
    return verbs.convert_regions(dataset, to=said.to, by=request.auth, at=timezone.now())


@router.post("/datasets/{pk}/map", response={201: MappingOut}, summary="Have it measured")
def map_dataset(
    request: ApiRequest, cluster: Path[str], pk: RowId, settings: SettingsIn
) -> Status[MappingRun]:
    run = verbs.map_dataset(
        _dataset(request, pk), by=request.auth, at=timezone.now(), **settings.model_dump()
    )
    return Status(201, run)


@router.get("/mappings", response=list[MappingOut], summary="What was measured?")
@paginate
def list_mappings(request: ApiRequest, cluster: Path[str]) -> QuerySet[MappingRun]:
    return queries.runs_visible_to(request.auth)


@router.get("/mappings/{pk}", response=MappingOut, summary="One mapping")
def show_mapping(request: ApiRequest, cluster: Path[str], pk: RowId) -> MappingRun:
    return _run(request, pk)


@router.get("/mappings/{pk}/regions", response=list[RegionOut], summary="Regions side by side")
def list_regions(
    request: ApiRequest,
    cluster: Path[str],
    pk: RowId,
    asked: Query[RegionsAsked],
) -> list[RegionOut]:
    run = _run(request, pk)
    if not run.is_done or asked.year not in (None, *run.years):
        return []
    known = {*words_for_measures(), *run.counts["industries"]}
    if asked.show not in known:
        return []
    shown = comparison_of(run, Asked(**asked.model_dump()))
    return [
        RegionOut(
            code=one.place.code,
            name=one.place.name,
            figure=one.figure,
            total=one.total,
            specialisations=one.specialisations,
            complexity=one.complexity,
            distance=one.distance,
            moved=one.moved,
            coverage=one.coverage,
        )
        for one in shown.rows
    ]


@router.get(
    "/mappings/{pk}/regions/{place}", response=list[FigureOut], summary="All figures of a region"
)
def show_region(
    request: ApiRequest,
    cluster: Path[str],
    pk: RowId,
    place: Path[str],
    year: Query[int | None] = None,
) -> list[FigureOut]:
    run = _run(request, pk)
    if place not in run.counts.get("regions", []):
        raise Http404
    at = year if year in run.years else run.years[-1]
    assert at is not None
    found = [figure_named(run, place, request.auth, name, year=at) for name in figures_of(run)]
    return [
        FigureOut(
            code=one.code,
            title=one.title,
            sentence=one.sentence,
            source=one.source,
            told=list(one.told),
            columns=[heading.title for heading in one.sheet.headings],
            rows=[list(row) for row in one.sheet.rows],
        )
        for one in found
        if one is not None
    ]


@router.get("/groupings", response=list[GroupingOut], summary="Which own groupings are there?")
def list_groupings(request: ApiRequest, cluster: Path[str]) -> list[GroupingOut]:
    return [_told(one) for one in queries.newest_versions(request.auth)]


@router.post("/groupings", response={201: GroupingOut}, summary="Begin a grouping")
def found_grouping(
    request: ApiRequest, cluster: Path[str], facts: GroupingIn
) -> Status[GroupingOut]:
    made = verbs.found_grouping(**facts.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, _told(queries.newest_version_of(made)))


@router.get("/groupings/{pk}", response=GroupingOut, summary="One grouping")
def show_grouping(request: ApiRequest, cluster: Path[str], pk: RowId) -> GroupingOut:
    return _told(queries.newest_version_of(_grouping(request, pk)))


@router.post("/groupings/{pk}/versions", response=GroupingOut, summary="Save a new version")
def write_groups(request: ApiRequest, cluster: Path[str], pk: RowId, said: GroupsIn) -> GroupingOut:
    groups = [one.model_dump() for one in said.groups]
    version = verbs.write_groups(
        _grouping(request, pk), groups=groups, note=said.note, by=request.auth, at=timezone.now()
    )
    return _told(version)


@router.post("/groupings/{pk}/end", response=GroupingOut, summary="End a grouping")
def end_grouping(request: ApiRequest, cluster: Path[str], pk: RowId) -> GroupingOut:
    ended = verbs.end_grouping(_grouping(request, pk), by=request.auth, at=timezone.now())
    return _told(queries.newest_version_of(ended))


@router.post("/groupings/{pk}/restore", response=GroupingOut, summary="Take it up again")
def restore_grouping(request: ApiRequest, cluster: Path[str], pk: RowId) -> GroupingOut:
    there = verbs.restore_grouping(_grouping(request, pk), by=request.auth, at=timezone.now())
    return _told(queries.newest_version_of(there))


def _told(version: GroupingVersion) -> GroupingOut:
    grouping = version.grouping
    return GroupingOut(
        id=grouping.pk,
        version_id=version.pk,
        name=grouping.name,
        source=grouping.source,
        nace_revision=grouping.nace_revision,
        copied_from=grouping.copied_from,
        ended_at=grouping.ended_at,
        number=version.number,
        note=version.note,
        saved_at=version.saved_at,
        groups=[GroupSchema(**one) for one in version.groups],
    )


def _grouping(request: ApiRequest, pk: int) -> OwnGrouping:
    return get_object_or_404(queries.groupings_visible_to(request.auth), pk=pk)


def _dataset(request: ApiRequest, pk: int) -> Dataset:
    return get_object_or_404(queries.datasets_visible_to(request.auth), pk=pk)


def _run(request: ApiRequest, pk: int) -> MappingRun:
    return get_object_or_404(queries.runs_visible_to(request.auth), pk=pk)
