"""Rules of calls in human words, and the letter to whom a consortium asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raceme.collaboration.models import Call, ConsortiumPartner
from raceme.foundation.templatetags.raceme import day
from raceme.members.models import Person
from raceme.vocabulary.countries import label_of_country
from raceme.vocabulary.helix import roles

AT_LEAST: Mapping[str, Callable[[int], str]] = {
    "partners_min": lambda n: ngettext("at least %(n)s partner", "at least %(n)s partners", n),
    "partners_max": lambda n: ngettext("at most %(n)s partner", "at most %(n)s partners", n),
    "countries_min": lambda n: ngettext(
        "from at least %(n)s country", "from at least %(n)s countries", n
    ),
    "smes_min": lambda n: ngettext("at least %(n)s SME", "at least %(n)s SMEs", n),
    "firms_min": lambda n: ngettext("at least %(n)s firm", "at least %(n)s firms", n),
    "research_min": lambda n: ngettext(
        "at least %(n)s from research or education", "at least %(n)s from research or education", n
    ),
}
HELPS = {
    "smes_min": gettext_lazy("is an SME"),
    "firms_min": gettext_lazy("is a firm"),
    "research_min": gettext_lazy("is from research or education"),
    "countries_min": gettext_lazy("comes from a further country"),
}


def rule_in_words(call: Call, rule: str) -> str:
    """Say what a rule asks for."""
    if rule == "lead":
        return _("a lead partner")
    if rule == "countries":
        names = ", ".join(label_of_country(one) for one in call.countries)
        return _("only from: %(countries)s") % {"countries": names}
    if rule == "kinds":
        named = {one.code: one.label for one in roles()}
        kinds = ", ".join(str(named.get(one, one)) for one in call.kinds)
        return _("only: %(kinds)s") % {"kinds": kinds}
    number = getattr(call, rule)
    return AT_LEAST[rule](number) % {"n": number}


def rules_in_words(call: Call) -> list[str]:
    """Say all that a call asks of those who answer it."""
    numbers = [one for one in AT_LEAST if getattr(call, one) is not None]
    lists = [one for one in ("countries", "kinds") if getattr(call, one)]
    return [rule_in_words(call, one) for one in (*numbers, *lists)]


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody is asked, ready to be sent."""

    subject: str
    text: str


def invitation_to(partner: ConsortiumPartner, contact: Person | None) -> Letter:
    """Ask an organisation whether it takes part, in the language of whoever writes."""
    consortium, call = partner.consortium, partner.consortium.call
    name = "" if contact is None else f" {contact.given_name} {contact.family_name}".rstrip()
    lines = [
        _("Good day%(name)s,") % {"name": name},
        _("for the call “%(call)s” we are bringing a consortium together: %(title)s.")
        % {"call": call, "title": consortium},
        consortium.idea.strip(),
        _("We would like to see %(who)s in it as: %(role)s.")
        % {"who": partner, "role": partner.get_role_display()},
        _("What we think of: %(task)s") % {"task": partner.task} if partner.task else "",
        _("The call closes on %(day)s.") % {"day": day(call.closes_on)} if call.closes_on else "",
        _("Does this interest you? A yes or a no in one line helps us already."),
        _("Kind regards"),
        str(partner.cluster),
    ]
    subject = _("Would you take part? %(title)s") % {"title": consortium}
    return Letter(subject, "\n\n".join(filter(None, lines)))


# Kinds of ties, by which the network is narrowed down.
TIES = {
    "partner": gettext_lazy("work together"),
    "supplies": gettext_lazy("one supplies the other"),
    "meeting": gettext_lazy("met at an event"),
    "service": gettext_lazy("deliver a service together"),
    "consortium": gettext_lazy("handed in a proposal together"),
}
