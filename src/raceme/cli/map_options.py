"""The options of `raceme map`, and what they mean to the core."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from raceme.cores.mapping.engine import ENGINES
from raceme.cores.mapping.reading import Columns
from raceme.cores.mapping.values import STAR_RULES, Settings


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe all options."""
    parser.add_argument(
        "panel", type=Path, help=_("CSV, CSV.GZ, TSV of Eurostat, SDMX-CSV or Parquet")
    )
    parser.add_argument("--out", type=Path, required=True, help=_("folder for what is written"))
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help=_("where to compute"))
    parser.add_argument("--master", metavar="URL", help=_("of Spark: its master (local[*])"))
    _add_columns(parser.add_argument_group(_("columns of the panel")))
    _add_rows(parser.add_argument_group(_("rows of the panel")))
    _add_figures(parser.add_argument_group(_("figures")))
    parser.add_argument(
        "--no-charts", dest="charts", action="store_false", help=_("write tables only")
    )
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))


def _add_columns(group: argparse._ArgumentGroup) -> None:
    for name in ("region", "industry", "year", "value", "flag"):
        group.add_argument(
            f"--{name}", metavar="COLUMN", help=_("column of the %(what)s") % {"what": name}
        )
    group.add_argument(
        "--output", metavar="COLUMN", help=_("value added or wages, for relative productivity")
    )
    group.add_argument("--units", metavar="COLUMN", help=_("number of firms or local units"))
    group.add_argument(
        "--single-year", type=int, metavar="YEAR", help=_("the year, if no column has it")
    )


def _add_rows(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--only",
        action="append",
        default=[],
        type=_pair,
        metavar="COLUMN=VALUE",
        help=_("use only rows with this value; several times for several columns"),
    )
    group.add_argument(
        "--firms", action="store_true", help=_("each row is a firm or plant; add them up")
    )
    for side in ("region", "industry"):
        group.add_argument(
            f"--{side}-length",
            type=int,
            metavar="N",
            help=_("use only codes of so many characters; shorter ones bound what is hidden"),
        )
        group.add_argument(
            f"--total-{side}", action="append", default=[], metavar="CODE",
            help=_("a code that is a total; set aside"),
        )  # fmt: skip
        group.add_argument(
            f"--{side}-crosswalk", type=Path, metavar="FILE",
            help=_("old,new,share: convert codes to another version")
            if side == "industry"
            else _("old,new,share: convert codes to another version; or nuts-2013-2021 and the"
                   " like, by population"),
        )  # fmt: skip
    group.add_argument(
        "--keep-totals", action="store_true", help=_("use all rows, also those that look like sums")
    )
    group.add_argument(
        "--absent", choices=("zero", "unknown"), default="zero",
        help=_("what a cell without a row is (default: zero)"),
    )  # fmt: skip


def _add_figures(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--stars", choices=sorted(STAR_RULES), default="observatory-2006",
        help=_("which version of the rules gives stars"),
    )  # fmt: skip
    group.add_argument(
        "--cutoff", type=float, default=1.0, metavar="LQ",
        help=_("location quotient from which a region counts as specialised (default: 1)"),
    )  # fmt: skip
    group.add_argument(
        "--minimum-size", type=float, default=0.0, metavar="VALUE",
        help=_("regions with a smaller total get no stars and do not enter matrices"),
    )  # fmt: skip
    group.add_argument(
        "--years-back", type=int, default=1, metavar="N",
        help=_("growth is measured over so many years of the panel (default: 1)"),
    )  # fmt: skip
    group.add_argument(
        "--broad", type=int, metavar="N",
        help=_("the first N characters of an industry are its broad group (related variety)"),
    )  # fmt: skip
    group.add_argument(
        "--groups", type=Path, action="append", default=[], metavar="FILE",
        help=_("group,industry[,weight]: emerging industries, ecosystems, your own"),
    )  # fmt: skip
    group.add_argument(
        "--places", type=Path, metavar="FILE",
        help=_("region,area,population: for the cluster index (with --units or --firms)"),
    )  # fmt: skip


def columns_of(arguments: argparse.Namespace) -> Columns:
    """Say what the columns are called."""
    return Columns(
        region=arguments.region,
        industry=arguments.industry,
        year=arguments.year,
        value=arguments.value,
        flag=arguments.flag,
        output=arguments.output,
        units=arguments.units,
        only=dict(arguments.only),
        year_value=arguments.single_year,
    )


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Say how to measure."""
    return Settings(
        stars=STAR_RULES[arguments.stars],
        cutoff=arguments.cutoff,
        absent_is_zero=arguments.absent == "zero",
        minimum_region_size=arguments.minimum_size,
        steps_back=arguments.years_back,
        broad_length=arguments.broad,
    )


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise argparse.ArgumentTypeError(_("COLUMN=VALUE is expected"))
    return name, value
