"""Why two members fit, what letters and calls say, and kinds of ties: in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from raceme.collaboration.models import Call, ConsortiumPartner, PartnerLetter
from raceme.foundation.templatetags.raceme import day
from raceme.members.models import Person
from raceme.vocabulary.countries import label_of_country
from raceme.vocabulary.helix import roles

Kind = PartnerLetter.Kind
STRONG, PARTLY = 0.6, 0.25  # shares from which a part speaks clearly, or somewhat, for a pair


@dataclass(frozen=True, slots=True)
class PartWords:
    """What one part of a score is called, what it looks at, and what it says by degree."""

    label: Promise
    question: Promise
    strongly: Promise
    partly: Promise
    hardly: Promise
    unknown: Promise


PARTS: dict[str, PartWords] = {
    "need": PartWords(
        _("Looked for and offered"),
        _("How much of what one looks for can the other give?"),
        _("One can give most of what the other looks for."),
        _("One can give a part of what the other looks for."),
        _("What one looks for is not what the other is known for."),
        _("Nobody has said what is looked for or offered."),
    ),
    "complement": PartWords(
        _("Different enough"),
        _("Are they neither the same nor strange to each other?"),
        _("Different, and still near enough to understand each other: new things come of that."),
        _("They differ a little, or rather much."),
        _("They do nearly the same."),
        _("Too little is known of what they do."),
    ),
    "topic": PartWords(
        _("Topics"),
        _("Do they speak of the same things?"),
        _("They describe what they do in much the same words."),
        _("Some topics are the same."),
        _("They speak of different things."),
        _("One of them has not described what it does."),
    ),
    "network": PartWords(
        _("Acquaintances"),
        _("Do people whom both know link them?"),
        _("Several whom both know link them."),
        _("They are linked over a few others."),
        _("So far nobody links them: this would be a new bridge."),
        _("It is not known with whom one of them works."),
    ),
    "place": PartWords(
        _("Distance"),
        _("How near are they?"),
        _("Near enough to meet at any time."),
        _("A visit takes half a day."),
        _("Far from each other."),
        _("It is not known where one of them is."),
    ),
    "size": PartWords(
        _("Size"),
        _("Are they of a size?"),
        _("About the same size."),
        _("Of different size."),
        _("One is very much larger than the other."),
        _("The size of one of them is not known."),
    ),
    "trust": PartWords(
        _("Trust"),
        _("Have they worked together, or with the same partners?"),
        _("They have worked together before."),
        _("They share partners, who can tell how it is to work with them."),
        _("They would begin anew with each other."),
        _("It is not known with whom one of them works."),
    ),
    "capacity": PartWords(
        _("Readiness"),
        _("Can the partner take on something new?"),
        _("The partner says that it looks for partners."),
        _("The partner is open to it, but has other things to do."),
        _("The partner has little room for something new at the moment."),
        _("Nobody has asked the partner how ready it is."),
    ),
}
# What a part says to the two themselves; where it is left out, the words above fit as well.
TO_A_MEMBER: dict[str, tuple[Promise, Promise, Promise]] = {
    "need": (
        _("One of you can give most of what the other looks for."),
        _("One of you can give a part of what the other looks for."),
        _("What one of you looks for is not what the other is known for."),
    ),
    "complement": (
        _("You differ, and are still near enough to understand each other."),
        _("You differ a little, or rather much."),
        _("You do nearly the same."),
    ),
    "topic": (
        _("You describe what you do in much the same words."),
        _("Some of your topics are the same."),
        _("You speak of different things."),
    ),
    "network": (
        _("Several whom you both know link you."),
        _("You are linked over a few others."),
        _("So far nobody links you: this would be a new bridge."),
    ),
    "place": (
        _("Near enough to meet at any time."),
        _("A visit takes half a day."),
        _("You are far from each other."),
    ),
    "size": (
        _("You are of about the same size."),
        _("You are of different size."),
        _("One of you is very much larger than the other."),
    ),
    "trust": (
        _("You have worked together before."),
        _("You share partners, who can tell how it is to work with each of you."),
        _("You would begin anew with each other."),
    ),
}
FAR = _("They do very different things: harder to begin, and perhaps something quite new.")
FAR_TO_A_MEMBER = _("You do very different things: harder to begin, and perhaps quite new.")
DEGREES = {
    "strong": pgettext_lazy("degree", "speaks for it"),
    "partly": pgettext_lazy("degree", "somewhat"),
    "little": pgettext_lazy("degree", "hardly"),
    "unknown": pgettext_lazy("degree", "not known"),
}
# Which part of the score each reason belongs to.
PART_OF = {
    "gives_wanted": "need",
    "wants_given": "need",
    "other_sector": "complement",
    "other_position": "complement",
    "similar_work": "topic",
    "common_partners": "network",
    "worked_together": "trust",
    "same_town": "place",
    "same_country": "place",
    "active": "capacity",
}

LINK = _("Your page, without a password:\n\n{link}")
GOODBYE = _("Questions? Write to {contact}.\n\n{cluster}")
# Subject, and what is said before the personal link.
LETTERS: dict[str, tuple[Promise, Promise]] = {
    Kind.LINK: (
        _("{cluster}: your page about partners"),
        _(
            "Dear {name},\n\n{cluster} looks for partners for its members. On your page you say"
            " what {organisation} looks for and what it can give to others, and you see whom we"
            " suggest. Nobody learns your name before you agree."
        ),
    ),
    Kind.CONSENT: (
        _("{cluster}: would you like to meet this partner?"),
        _(
            "Dear {name},\n\nwe see a partner who could fit {organisation}.\n\n{word}\n\n{about}"
            "\n\nWhat speaks for it:\n{reasons}\n\nPlease say behind the link whether you want to"
            " get to know each other. Neither of you learns who the other is before both have said"
            " yes."
        ),
    ),
    Kind.REMINDER: (
        _("{cluster}: do you want to meet the partner we suggested?"),
        _(
            "Dear {name},\n\nsome days ago we suggested a partner to {organisation} and have not"
            " heard from you. A no helps as well: it takes one click, and nobody takes it amiss."
            "\n\n{about}\n\nWe ask only this once more."
        ),
    ),
    Kind.INTRODUCTION: (
        _("{cluster}: may we introduce you: {organisation} and {other}"),
        _(
            "Dear {name},\n\nboth of you have said yes. This is {other}:\n\n{partner}\n\nWhat"
            " speaks for it:\n{reasons}\n\nPlease get in touch with each other; {other} has got"
            " the same letter. In four weeks we ask what has come of it."
        ),
    ),
    Kind.DECLINED: (
        _("{cluster}: nothing comes of a suggestion"),
        _(
            "Dear {name},\n\nnothing comes of the partner whom we had suggested to {organisation}"
            " (number {number}). There are many reasons for that, and none of them need be yours:"
            " the other side has not learnt who you are. We go on looking."
        ),
    ),
    Kind.FOLLOW_UP: (
        _("{cluster}: what has come of {organisation} and {other}?"),
        _(
            "Dear {name},\n\nsome weeks ago we introduced {organisation} and {other} to each other."
            " What has come of it? One click behind the link is enough."
        ),
    ),
}

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
    "smes_min": _("is an SME"),
    "firms_min": _("is a firm"),
    "research_min": _("is from research or education"),
    "countries_min": _("comes from a further country"),
}


def rule_in_words(call: Call, rule: str) -> str:
    """Say what a rule asks for."""
    if rule == "lead":
        return gettext("a lead partner")
    if rule == "countries":
        names = ", ".join(label_of_country(one) for one in call.countries)
        return gettext("only from: %(countries)s") % {"countries": names}
    if rule == "kinds":
        named = {one.code: one.label for one in roles()}
        kinds = ", ".join(str(named.get(one, one)) for one in call.kinds)
        return gettext("only: %(kinds)s") % {"kinds": kinds}
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
        gettext("Good day%(name)s,") % {"name": name},
        gettext("for the call “%(call)s” we are bringing a consortium together: %(title)s.")
        % {"call": call, "title": consortium},
        consortium.idea.strip(),
        gettext("We would like to see %(who)s in it as: %(role)s.")
        % {"who": partner, "role": partner.get_role_display()},
        gettext("What we think of: %(task)s") % {"task": partner.task} if partner.task else "",
        gettext("The call closes on %(day)s.") % {"day": day(call.closes_on)}
        if call.closes_on
        else "",
        gettext("Does this interest you? A yes or a no in one line helps us already."),
        gettext("Kind regards"),
        str(partner.cluster),
    ]
    subject = gettext("Would you take part? %(title)s") % {"title": consortium}
    return Letter(subject, "\n\n".join(filter(None, lines)))


# Kinds of ties, by which the network is narrowed down.
TIES = {
    "partner": _("work together"),
    "supplies": _("one supplies the other"),
    "meeting": _("met at an event"),
    "service": _("deliver a service together"),
    "introduction": _("were introduced to each other"),
    "consortium": _("handed in a proposal together"),
}

# Subject and text of the letter about something new that a saved search has found.
FOUND = (
    _("{cluster}: new, {title}"),
    _(
        "Good day,\n\nyou wanted to hear of: {search}. There is something new:\n\n{kind}: {title}"
        "\n\n{details}\n\n{owner}"
    ),
)
TO_THE_NOTICE = _("In Raceme:\n\n{link}")
ASK_THE_OFFICE = _("If it interests you, answer this letter: we bring you together.")
