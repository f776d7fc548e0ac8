from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation

DATASET = acts.Kind(
    label=_("dataset"),
    sentences={
        "take_dataset": _("%(who)s brought the dataset %(what)s in."),
        "describe_dataset": _("%(who)s corrected what is said of the dataset %(what)s."),
        "convert_regions": _("%(who)s brought the regions of %(what)s to one version of NUTS."),
        "read_dataset": _("%(who)s said what the columns of the dataset %(what)s mean."),
    },
    page="region:dataset",
)
MAPPING_RUN = acts.Kind(
    label=_("mapping"),
    sentences={
        "map_dataset": _("%(who)s had a dataset measured: %(what)s."),
        "keep_tables": _("%(who)s stored the figures of the mapping %(what)s."),
        "give_up_mapping": _("%(who)s ended the mapping %(what)s without figures."),
    },
    page="region:run",
)


GROUPING = acts.Kind(
    label=_("grouping of industries"),
    sentences={
        "found_grouping": _("%(who)s began the grouping %(what)s."),
        "describe_grouping": _("%(who)s described the grouping %(what)s anew."),
        "end_grouping": _("%(who)s ended the grouping %(what)s."),
        "restore_grouping": _("%(who)s took the grouping %(what)s up again."),
    },
    page="region:grouping",
)
GROUPING_VERSION = acts.Kind(
    label=_("version of a grouping"),
    sentences={"save_grouping_version": _("%(who)s saved what is in a grouping: %(what)s.")},
)
BOUNDARIES = acts.Kind(
    label=_("boundaries"),
    sentences={"take_boundaries": _("%(who)s brought boundaries in: %(what)s.")},
)


class RegionConfig(AppConfig):
    name = "raceme.region"
    label = "region"

    def ready(self) -> None:
        from raceme.region import background  # noqa: F401, PLC0415 - makes work known by name

        acts.register("region.dataset", DATASET)
        acts.register("region.mappingrun", MAPPING_RUN)
        acts.register("region.boundaries", BOUNDARIES)
        acts.register("region.owngrouping", GROUPING)
        acts.register("region.groupingversion", GROUPING_VERSION)
        order = navigation.ORDER_ALONG_THE_THREAD["region"]
        navigation.register(navigation.Entry(_("Region"), "map", "region:list", order))
