"""Texts in several languages, and what a questionnaire says around its questions.

The product speaks English and German. For other languages the office types the few words of
buttons and scales itself; until it does, the next language of the questionnaire stands in.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

Texts = Mapping[str, str]
SPOKEN = tuple(code for code, _name in settings.LANGUAGES)

# What is said around the questions, by the name under which an office may translate it.
WORDS: dict[str, Promise] = {
    "begin": _("Begin"),
    "go_on": _("Continue"),
    "next": _("Next"),
    "back": _("Back"),
    "later": _("Save and go on later"),
    "saved": _("Saved."),
    "saved_for_later": _("Saved. Come back by the same link, from any device."),
    "step": _("Page {number} of {count}"),
    "language": _("Language"),
    "skip": _("Skip to the content"),
    "not_saved": _("Not saved yet: there is no connection. Keep this page open and try again."),
    "importance": _("How important is it to you?"),
    "satisfaction": _("How satisfied are you today?"),
    "importance_1": _("not important"),
    "importance_2": _("slightly important"),
    "importance_3": _("important"),
    "importance_4": _("very important"),
    "importance_5": _("vital"),
    "satisfaction_1": _("not at all"),
    "satisfaction_2": _("hardly"),
    "satisfaction_3": _("partly"),
    "satisfaction_4": _("largely"),
    "satisfaction_5": _("fully"),
    "not_our_concern": _("does not concern us"),
    "not_known": _("do not know"),
    "no_answer": _("no answer"),
    "yes": _("yes"),
    "no": _("no"),
    "choose_several": _("You may choose several."),
    "required": _("must be answered"),
    "last": _("On {day} you said:"),
    "take_over": _("Still the same"),
    "nothing_said": _("not answered"),
    "please_answer": _("Please answer this question."),
    "say_importance": _("Say also how important it is."),
    "not_a_number": _("Please write a number, such as 12 or 12.5."),
    "too_low": _("At least {limit}, please."),
    "too_high": _("At most {limit}, please."),
    "more_asked": _("Your answer leads to one more question on this page."),
    "please_correct": _("Please look at this again"),
    "review": _("Look through your answers"),
    "review_text": _("Is all as you meant it? You can change every answer."),
    "missing": _("Some questions must still be answered:"),
    "change": _("Change"),
    "submit": _("Send the answers"),
    "thanks": _("Thank you!"),
    "thanks_text": _("Your answers have arrived."),
    "until": _("You can change them until {day}."),
    "change_answers": _("Change answers"),
    "print": _("Print this page, or keep it as a copy."),
    "your_answers": _("Your answers"),
    "on_privacy": _("What happens to your answers"),
    "open_until": _("You can answer until {day}. All is saved as you go."),
    "for_whom": _("For {organisation}"),
    "decline": _("We do not want to take part"),
    "decline_text": _("Then nobody reminds you of this round any more."),
    "declined": _("Noted: you do not want to take part. If you change your mind, just begin."),
    "unit_thousands": _("thousand {currency}"),
    "unit_percent": _("per cent"),
    "unit_people": _("people"),
    "unit_full-time": _("full-time posts"),
    "unit_days": _("days"),
    "unit_hours": _("hours"),
    "unit_pieces": _("pieces"),
    "unit_kwh": _("kilowatt hours"),
    "unit_tonnes": _("tonnes"),
    "counts_at_once": _("Your answers have been sent. What you change now counts at once."),
}

# What stands in a new questionnaire and in new letters, until the office writes its own.
PRIVACY = _(
    "Your answers go to {cluster} only. The team uses them to plan services and to advise you; it"
    " alone reads what you write. How important each topic is to you, and how satisfied you are, is"
    " also read by the others who may look into the books of {cluster}, such as its board; of all"
    " else they see sums over many members. You may ask at any time what is stored about you, and"
    " have it corrected or deleted."
)
CLOSING = _("We will tell you what we make of it.")
SUBJECT = _("{cluster}: your needs, ten minutes")
LETTER = _(
    "Dear {name},\n\nwhat does {organisation} need most? Your answers decide which services"
    " {cluster} offers next. It takes about ten minutes; you can pause at any time.\n\n{link}\n\n"
    "The link is yours alone: whoever has it answers for {organisation}. You can answer until"
    " {until}. Questions? Write to {contact}.\n\n{cluster}"
)
REMINDER_SUBJECT = _("{cluster}: we still lack your answer")
REMINDER = _(
    "Dear {name},\n\nwe still lack the answer of {organisation}. Without it others decide what we"
    " offer. What you have already filled in is still there.\n\n{link}\n\nYou can answer until"
    " {until}. If you do not want to take part, say so on the page behind the link, and we"
    " remind you no more. Questions? Write to {contact}.\n\n{cluster}"
)
# What may stand between braces in a letter, and what must.
PLACES = {"name", "organisation", "cluster", "link", "until", "contact"}
NEEDED_PLACES = {"link"}


def text_in(texts: Texts, languages: Iterable[str]) -> str:
    """Give a text in the first of these languages that has it; nothing where none has."""
    return next((texts[code] for code in languages if texts.get(code, "").strip()), "")


def in_spoken(text: Promise, languages: Iterable[str]) -> dict[str, str]:
    """Give a text of ours in those of the languages that the product speaks."""
    said = {}
    for code in languages:
        if code in SPOKEN:
            with override(code):
                said[code] = str(text)
    return said


def words_in(language: str, own: Mapping[str, Texts], languages: Iterable[str]) -> dict[str, str]:
    """Give the words around the questions in a language; `own` are those the office typed."""
    order = [language, *languages, "en"]
    return {name: _word(name, text, order, own) for name, text in WORDS.items()}


def filled(text: str, **places: object) -> str:
    """Put values in the places of a text; a place nobody has a value for stays as it is."""
    for name, value in places.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def unit_in(words: Mapping[str, str], unit: str, currency: str) -> str:
    """Say what a number counts, in the words of a questionnaire."""
    if unit == "money":
        return currency
    return filled(words[f"unit_{unit}"], currency=currency) if unit else ""


def name_of_language(code: str) -> str:
    """Name a language in itself: Deutsch, slovenščina."""
    known: dict[str, Any] = LANG_INFO.get(code, {})
    return str(known.get("name_local", code))


def english_name_of_language(code: str) -> str:
    """Name a language in the language of whoever reads."""
    known: dict[str, Any] = LANG_INFO.get(code, {})
    return gettext(str(known.get("name", code)))


def known_languages() -> list[str]:
    """All languages a questionnaire can have, by their codes of two letters."""
    return sorted(code for code in LANG_INFO if len(code) == 2)


def _word(name: str, text: Promise, order: list[str], own: Mapping[str, Texts]) -> str:
    for code in order:
        if code in SPOKEN:
            with override(code):
                return str(text)
        typed = own.get(code, {}).get(name, "").strip()
        if typed:
            return typed
    raise LookupError(name)  # English is spoken, and stands at the end of every order
