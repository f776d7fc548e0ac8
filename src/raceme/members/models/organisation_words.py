"""The words by which an organisation is found; the database itself keeps them true."""

from django.db import models

from raceme.foundation.finding import FoundBy, Source, Words, WordsField
from raceme.members.models.organisation import Organisation


class OrganisationWords(models.Model):
    """All words of one organisation; apart from them those of its people, which not all may know.

    Nobody writes this table but triggers (`raceme.foundation.finding`); it is read by
    `queries.found_by_words`.
    """

    organisation = models.OneToOneField(
        Organisation, models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="+"
    )
    words = WordsField()
    people = WordsField()

    class Meta:
        managed = False
        db_table = "members_organisationwords"

    def __str__(self) -> str:
        return self.words


OWN_WORDS = Words(
    "words",
    """
    SELECT o.name || ' ' || o.code || ' ' || o.city || ' ' || o.vat || ' '
        || o.registration_number || ' ' || o.website || ' ' || coalesce((
            SELECT {joined}(c.term, ' ') FROM members_competence c
            WHERE c.organisation_id = o.id AND c.ended_at IS NULL
        ), '')
    FROM members_organisation o WHERE o.id = {owner}
    """,
    (
        Source(
            "members_organisation",
            ("name", "code", "city", "vat", "registration_number", "website"),
            "SELECT {row}.id",
        ),
        Source(
            "members_competence",
            ("organisation_id", "term", "ended_at"),
            "SELECT {row}.organisation_id",
        ),
    ),
)
NAMES_OF_PEOPLE = Words(
    "people",
    """
    SELECT {joined}(p.given_name || ' ' || p.family_name, ' ')
    FROM members_post t JOIN members_person p ON p.id = t.person_id
    WHERE t.organisation_id = {owner} AND t.ended_on IS NULL
    """,
    (
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
    ),
)
FOUND_BY = FoundBy(
    "members_organisationwords", of="members_organisation", words=(OWN_WORDS, NAMES_OF_PEOPLE)
)
