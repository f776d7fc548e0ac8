"""The organisation: master data, activity, size, and where it stands in the cluster."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.foundation.finding import FoldedField
from raceme.members.models.agreed import labels_of, require_known
from raceme.members.models.membership import Standing
from raceme.vocabulary import growth, helix, nace, nuts
from raceme.vocabulary.classifications import Entry
from raceme.vocabulary.countries import label_of_country
from raceme.vocabulary.languages import codes_of_languages, label_of_language

WEIGHT_MAX = 1_000_000.0  # more is a slip of the fingers, and would drown everybody else
NOT_NEGATIVE = MinValueValidator(Decimal(0))
FIRM = "firm"  # the role of the vocabulary


class NaceRevision(models.TextChoices):
    """Under which edition of NACE an activity is coded: codes of the two mean different things."""

    REV_2 = "2", _("NACE Rev. 2")
    REV_2_1 = "2.1", _("NACE Rev. 2.1")


class NutsVersion(models.TextChoices):
    """Under which version of NUTS a region is coded: regions are cut anew every few years."""

    V2013 = "2013", "NUTS 2013"
    V2016 = "2016", "NUTS 2016"
    V2021 = "2021", "NUTS 2021"
    V2024 = "2024", "NUTS 2024"


class PublicPart(models.TextChoices):
    """What of an organisation the cluster organisation may publish, as the member agreed."""

    NAME = "name", _("name and website")
    PROFILE = "profile", _("what it does and sells")
    COMPETENCES = "competences", _("competences")
    LOGO = "logo", _("logo")
    CONTACT = "contact", _("main contact with name and e-mail address")
    FIGURES = "figures", _("staff and turnover")


class Independence(models.TextChoices):
    """What the EU definition of SMEs asks: whose staff and turnover must be counted, too."""

    AUTONOMOUS = "autonomous", _("autonomous")
    PARTNER = "partner", _("partner enterprise (25 % to 50 %)")
    LINKED = "linked", _("linked enterprise (more than 50 %)")


def _role_choices() -> list[tuple[str, str]]:
    return [(role.code, role.label) for role in helix.roles()]


def _size_choices() -> list[tuple[str, str]]:
    return [(size.code, size.label) for size in helix.size_classes()]


class Organisation(ClusterRecord):
    """A firm, research organisation or public body that has to do with the cluster.

    `standing`, `joined_on`, `left_on` and `last_contact_on` repeat what its memberships and visits
    say, so that lists stay quick; verbs keep them true. Change an organisation only through
    `raceme.members.verbs`.
    """

    code = models.CharField(
        _("id"),
        max_length=40,
        help_text=_("Your own number for it; spreadsheets find the organisation by it again."),
    )
    name = models.CharField(_("name"), max_length=250)
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    vat = models.CharField(
        _("VAT number"), max_length=20, blank=True, help_text=_("With the country, such as AT…")
    )
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
    )
    description = models.TextField(_("what it does"), blank=True)
    website = models.CharField(_("website"), max_length=250, blank=True)

    role = models.CharField(
        _("kind of organisation"), max_length=20, choices=_role_choices, blank=True
    )
    is_start_up = models.BooleanField(_("start-up"), null=True, blank=True)
    independence = models.CharField(
        _("independence"), max_length=10, choices=Independence, blank=True
    )
    employees = models.PositiveIntegerField(
        _("employees"), null=True, blank=True, help_text=_("Leave empty if unknown.")
    )
    turnover_eur = models.DecimalField(
        _("turnover"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("Of the last year, in euros. Leave empty if unknown."),
    )
    balance_eur = models.DecimalField(
        _("balance sheet total"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    size = models.CharField(
        _("size class"), max_length=10, choices=_size_choices, blank=True, editable=False
    )

    is_sme = models.BooleanField(_("SME"), null=True, blank=True, editable=False)

    nace = models.CharField(_("main activity (NACE)"), max_length=10, blank=True)
    nace_revision = models.CharField(
        _("edition of NACE"), max_length=3, choices=NaceRevision, default=NaceRevision.REV_2
    )
    products = models.TextField(_("products and markets"), blank=True)
    value_chain = models.CharField(_("position in the value chain"), max_length=200, blank=True)
    customer_sectors = models.CharField(_("sectors of its customers"), max_length=200, blank=True)
    languages = models.CharField(
        _("languages it works in"),
        max_length=100,
        blank=True,
        help_text=_("Codes or names with commas between them, such as de, en."),
    )
    public_parts = models.JSONField(_("may be published"), default=list, blank=True)

    street = models.CharField(_("street"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Two letters, such as SI."))],
        help_text=_("Two letters, such as SI."),
    )
    nuts = models.CharField(
        _("NUTS region"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(r"^[A-Z]{2}[A-Z0-9]{0,3}$", _("A code of NUTS, such as SI041."))
        ],
        help_text=_("A code of NUTS, such as SI041."),
    )
    nuts_version = models.CharField(
        _("version of NUTS"), max_length=4, choices=NutsVersion, default=NutsVersion.V2024
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90.0), MaxValueValidator(90.0)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180.0), MaxValueValidator(180.0)],
    )

    weight = models.FloatField(
        _("weight"),
        default=1.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(WEIGHT_MAX)],
        help_text=_("How much its needs count in the plan; 1 is usual."),
    )
    standing = models.CharField(
        _("standing"),
        max_length=10,
        choices=Standing,
        default=Standing.MEMBER,
        editable=False,
    )
    joined_on = models.DateField(_("member since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("is the same as"),
    )

    # Lists are put in order by these: Österreich stands beside Ostsee, not behind Zug.
    name_folded = FoldedField(of="name")
    city_folded = FoldedField(of="city")

    class Meta:
        ordering = ["name_folded", "pk"]
        indexes = [
            # Counts what is found by words, without reading the table. `merged_into` stands last,
            # and as a condition: PostgreSQL keeps no order behind a column that is NULL, SQLite
            # reads the table for a column that is not in the index.
            models.Index(
                fields=["cluster", "id", "standing", "merged_into"],
                name="organisation_in_books",
                condition=Q(merged_into__isnull=True),
            ),
            # Everything that lists are narrowed down or put in order by, in the usual order: a
            # list of 100,000 is counted, narrowed and paged without reading the table (decision:
            # finding rows).
            models.Index(
                fields=[
                    "cluster",
                    "name_folded",
                    "id",
                    "standing",
                    "role",
                    "size",
                    "country",
                    "nuts",
                    "nace",
                    "nace_revision",
                    "is_start_up",
                    "employees",
                    "joined_on",
                    "left_on",
                    "last_contact_on",
                    "city_folded",
                    "merged_into",
                ],
                name="organisation_in_order",
                condition=Q(merged_into__isnull=True),
            ),
            models.Index(fields=["cluster", "standing", "name"], name="organisation_by_standing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "code"],
                name="organisation_code_once",
                violation_error_message=_("Another organisation has this id."),
            ),
            models.CheckConstraint(
                name="organisation_weight_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message=_("A weight is 0 or more."),
            ),
            models.CheckConstraint(
                name="organisation_left_after_it_joined",
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=models.F("joined_on")),
                violation_error_message=_("A member leaves after it has joined."),
            ),
            models.CheckConstraint(
                name="organisation_standing_known", condition=Q(standing__in=Standing.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Bring what can be derived, or is written in several ways, into one form."""
        self.vat = "".join(self.vat.split()).upper()
        self.languages = codes_of_languages(self.languages)
        require_known(PublicPart, self.public_parts, column="public_parts")
        verdict = self.size_verdict
        self.size = "" if verdict.size is None else verdict.size.value
        # Only a firm can be an SME; too large to be one is anybody.
        self.is_sme = verdict.is_sme if self.is_firm or verdict.is_sme is False else None

    @property
    def languages_label(self) -> str:
        return ", ".join(label_of_language(code) for code in self.languages.split(", ") if code)

    @property
    def public_labels(self) -> list[str]:
        return labels_of(PublicPart, self.public_parts)

    @property
    def is_member(self) -> bool:
        return self.standing == Standing.MEMBER

    @property
    def has_left(self) -> bool:
        return self.standing == Standing.LEFT

    @property
    def is_firm(self) -> bool:
        return self.role == FIRM

    @property
    def size_verdict(self) -> helix.SizeVerdict:
        """How large it is and whether it is an SME, and what could not be looked at."""
        return helix.size_verdict(
            self.employees, self.turnover_eur, self.balance_eur, self.independence
        )

    @property
    def size_class(self) -> helix.SizeClass | None:
        return self.size_verdict.size

    def growth_in(self, year: int) -> growth.Segment | None:
        """Whether it counts as a young or fast-growing firm in a year; only firms do."""
        if not self.is_firm:
            return None
        return growth.growth_segment(
            age=None if self.founded_year is None else year - self.founded_year,
            size=self.size_class,
            employees=self.employees,
            turnover_eur=self.turnover_eur,
        )

    @property
    def activity(self) -> Entry | None:
        """Its main activity as the edition of NACE has it; None for old text that it lacks."""
        return nace.activities(self.nace_revision).named(self.nace)

    @property
    def region(self) -> Entry | None:
        """Its region as the version of NUTS has it; None for old text that it lacks."""
        return nuts.regions(self.nuts_version).named(self.nuts)

    @property
    def country_label(self) -> str:
        return label_of_country(self.country)
