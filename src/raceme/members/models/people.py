"""The people in the organisations, and the posts they hold there."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models.agreed import labels_of, require_known
from raceme.vocabulary.languages import label_of_language


class Person(ClusterRecord):
    """Somebody the cluster organisation talks to: one person, one record, wherever it works.

    Change a person only through `raceme.members.verbs`.
    """

    class LegalBasis(models.TextChoices):
        """Why the cluster organisation may keep what it knows of the person (GDPR, article 6)."""

        CONTRACT = "contract", _("membership or contract")
        CONSENT = "consent", _("consent")
        INTEREST = "interest", _("legitimate interest")
        PUBLIC_TASK = "public-task", _("public task")

    class Purpose(models.TextChoices):
        """What the cluster organisation may do with what it knows of the person."""

        INVITATIONS = "invitations", _("invitations to events")
        INTRODUCTIONS = "introductions", _("introductions to other members")
        SURVEYS = "surveys", _("questionnaires")
        DIRECTORY = "directory", _("name and e-mail address in the public list of members")
        PICTURES = "pictures", _("photographs and films of events")

    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    title = models.CharField(_("title"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=5, blank=True, help_text=_("Two letters, such as de.")
    )
    topics = models.JSONField(_("interested in"), default=list, blank=True)  # need topics
    legal_basis = models.CharField(_("legal basis"), max_length=12, choices=LegalBasis, blank=True)
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    purposes = models.JSONField(_("agreed to"), default=list, blank=True)  # codes of Purpose
    wants_news = models.BooleanField(_("wants the newsletter"), default=False)
    is_not_to_contact = models.BooleanField(_("does not want to be contacted"), default=False)
    note = models.TextField(_("note"), blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("is the same as"),
    )

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "cluster",
                Lower("email"),
                condition=~Q(email="") & Q(merged_into__isnull=True),
                name="person_email_once",
                violation_error_message=_("Another person has this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        if self.is_erased:
            return gettext("erased person")
        return " ".join(filter(None, [self.title, self.given_name, self.family_name]))

    def clean(self) -> None:
        """What people agreed to must make sense."""
        self.email = self.email.strip()
        if self.legal_basis == self.LegalBasis.CONSENT and self.consented_on is None:
            raise ValidationError({"consented_on": _("Say on which day the person consented.")})
        require_known(self.Purpose, self.purposes, column="purposes")
        if self.purposes and self.is_not_to_contact:
            message = _("Whoever does not want to be contacted has agreed to nothing of this.")
            raise ValidationError({"purposes": message})
        if self.wants_news and self.is_not_to_contact:
            message = _("Whoever does not want to be contacted gets no newsletter either.")
            raise ValidationError({"wants_news": message})

    @property
    def is_erased(self) -> bool:
        """Whether nothing is kept any more but that there was somebody."""
        return self.erased_at is not None

    @property
    def name(self) -> str:
        """The name without the title, as it is written in notes."""
        return " ".join(filter(None, [self.given_name, self.family_name]))

    @property
    def purpose_labels(self) -> list[str]:
        return labels_of(self.Purpose, self.purposes)

    @property
    def language_label(self) -> str:
        return label_of_language(self.language)


class Post(ClusterRecord):
    """What a person does in an organisation, from one day to another."""

    class Level(models.TextChoices):
        """How much the person decides there."""

        LEADS = "leads", _("owner or management")
        HEADS = "heads", _("head of a department")
        EXPERT = "expert", _("expert or staff")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey("members.Organisation", models.PROTECT, related_name="posts")
    function = models.CharField(_("function"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    level = models.CharField(_("decides as"), max_length=10, choices=Level, blank=True)
    is_main_contact = models.BooleanField(_("main contact"), default=False)
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-is_main_contact", "person__family_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_main_contact=True, ended_on__isnull=True),
                name="post_one_main_contact",
                violation_error_message=_("An organisation has one main contact."),
            ),
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=Q(ended_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ended_on__gte=models.F("starts_on")),
                violation_error_message=_("A post ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"
