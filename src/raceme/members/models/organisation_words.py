"""The words by which an organisation is found; the database itself keeps them true."""

from django.db import models

from raceme.foundation.finding import FoundBy, Source, WordsField
from raceme.members.models.organisation import Organisation


class OrganisationWords(models.Model):
    """All words of one organisation: its own, those of its people, and what it can do.

    Nobody writes this table but triggers (`raceme.foundation.finding`); it is read by
    `queries.found_among`.
    """

    organisation = models.OneToOneField(
        Organisation, models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="+"
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = "members_organisationwords"

    def __str__(self) -> str:
        return self.words


FOUND_BY = FoundBy(
    table="members_organisationwords",
    of="members_organisation",
    words="""(
        SELECT raceme_words(
            o.name || ' ' || o.code || ' ' || o.city || ' ' || o.vat || ' '
            || o.registration_number || ' ' || o.website || ' '
            || coalesce((
                SELECT {joined}(p.given_name || ' ' || p.family_name, ' ')
                FROM members_post t JOIN members_person p ON p.id = t.person_id
                WHERE t.organisation_id = o.id AND t.ended_on IS NULL
            ), '') || ' '
            || coalesce((
                SELECT {joined}(c.term, ' ') FROM members_competence c
                WHERE c.organisation_id = o.id AND c.ended_at IS NULL
            ), '')
        ) FROM members_organisation o WHERE o.id = {owner}
    )""",
    sources=(
        Source(
            "members_organisation",
            ("name", "code", "city", "vat", "registration_number", "website"),
            "SELECT {row}.id",
        ),
        Source(
            "members_post",
            ("organisation_id", "person_id", "ended_on"),
            "SELECT {row}.organisation_id",
        ),
        Source(
            "members_person",
            ("given_name", "family_name"),
            "SELECT organisation_id FROM members_post WHERE person_id = {row}.id",
        ),
        Source(
            "members_competence",
            ("organisation_id", "term", "ended_at"),
            "SELECT {row}.organisation_id",
        ),
    ),
)
