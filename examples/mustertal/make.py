"""Make the invented example: the members of a cluster that does not exist, and their answers.

    python examples/mustertal/make.py [TO]

Writes members.csv and needs.csv into the folder TO, or beside this file; the same bytes each time.
Every organisation, every answer and every place is invented.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
SEED = 2026
SILENT = frozenset({"M23", "M36"})  # members that did not answer the questionnaire
ASKED_AGAIN = ("M02", "M05", "M09", "M12", "M17", "M26")  # visited after the questionnaire
SHARE_SKIPPED = 0.03  # questions left empty, by chance
SHARE_UNSURE = 0.04  # answers that name an importance and no satisfaction
SPREAD = 1.1  # how far answers of one kind of member differ, on the scale of 1 to 5

# number, name, role, employees, NACE Rev. 2, place, kind of member (a column of TOPICS)
MEMBERS = """
M01|Example Precision Parts 01|firm|38|25.62|Musterstadt|maker
M02|Example Precision Parts 02|firm|112|25.62|Beispielhofen|maker
M03|Example Precision Parts 03|firm|7|25.62|Probedorf|maker
M04|Example Sheet Metal 04|firm|64|25.11|Musterstadt|maker
M05|Example Plastics 05|firm|145|22.29|Beispielhofen|maker
M06|Example Plastics 06|firm|23|22.29|Probedorf|maker
M07|Example Toolmakers 07|firm|31|25.73|Musterstadt|maker
M08|Example Toolmakers 08|firm|12|25.73|Testau|maker
M09|Example Machines 09|firm|230|28.99|Beispielhofen|maker
M10|Example Machines 10|firm|420|28.41|Musterstadt|large
M11|Example Drives 11|firm|980|27.11|Musterstadt|large
M12|Example Sensors 12|firm|54|26.51|Testau|maker
M13|Example Circuits 13|firm|86|26.12|Beispielhofen|maker
M14|Example Surface Coating 14|firm|41|25.61|Probedorf|maker
M15|Example Wood Systems 15|firm|77|16.23|Testau|maker
M16|Example Food Machines 16|firm|132|28.93|Musterstadt|maker
M17|Example Packaging 17|firm|58|17.21|Probedorf|maker
M18|Example Dental Devices 18|firm|29|32.50|Beispielhofen|maker
M19|Example Software 19|firm|46|62.01|Musterstadt|digital
M20|Example Software 20|firm|9|62.01|Testau|digital
M21|Example Data Services 21|firm|18|63.11|Musterstadt|digital
M22|Example Design Studio 22|firm|6|74.10|Musterstadt|digital
M23|Example Robots 23|firm|4|28.99|Testau|young
M24|Example Recycling Start-up 24|firm|5|38.32|Probedorf|young
M25|Example Battery Start-up 25|firm|8|27.20|Musterstadt|young
M26|Example Vision Start-up 26|firm|3|62.01|Musterstadt|young
M27|Invented Institute for Materials|research|140|72.19|Musterstadt|knowledge
M28|Invented Institute for Production|research|65|72.19|Beispielhofen|knowledge
M29|Invented University of Applied Sciences|education|310|85.42|Musterstadt|knowledge
M30|Invented Vocational School|education|72|85.32|Beispielhofen|knowledge
M31|Invented Town of Musterstadt|public|260|84.11|Musterstadt|public
M32|Invented Regional Agency|public|35|84.13|Musterstadt|public
M33|Invented Valley Bank|finance|95|64.19|Musterstadt|public
M34|Invented Venture Fund|finance|6|64.30|Musterstadt|public
M35|Invented Chamber of the Valley|intermediary|24|94.11|Musterstadt|public
M36|Invented Citizens' Energy Society|civil-society||94.99|Testau|public
"""

# topic | usual importance for maker, digital, young, large, knowledge, public | satisfaction today
TOPICS = """
recruiting|4.7|4.3|3.2|4.5|3.4|2.8|1.9
energy|4.3|2.0|2.2|4.4|2.8|3.8|2.3
production-efficiency|4.4|2.6|2.6|4.6|3.2|1.5|2.9
use-of-data|3.4|4.4|3.8|4.0|3.8|2.4|2.2
cybersecurity|3.9|3.6|2.6|4.3|2.9|3.2|2.4
footprint|3.7|2.0|2.4|4.5|2.6|3.3|1.8
circular-economy|3.2|1.5|3.6|3.6|3.3|3.4|2.4
supply-chains|3.8|1.4|2.9|4.2|1.6|1.8|2.6
new-customers|4.1|4.3|4.7|2.8|2.0|1.4|2.6
foreign-markets|3.6|3.0|2.6|3.0|1.5|1.6|2.8
business-models|2.6|3.7|3.6|3.0|2.0|1.6|2.6
product-development|3.7|3.4|4.2|3.8|3.2|1.5|3.0
intellectual-property|2.4|2.4|3.8|2.8|3.3|1.3|3.0
capital|2.0|2.4|4.8|1.4|1.6|2.2|2.0
succession|3.0|2.0|1.1|1.1|1.0|2.4|2.1
training|3.7|3.0|2.2|3.6|3.4|2.2|3.3
digital-skills|3.4|2.4|1.8|3.6|3.2|2.4|2.7
partner-other-sector|2.8|4.0|4.2|3.2|3.8|2.8|2.2
research-cooperation|2.8|2.8|3.6|3.8|4.6|2.2|3.3
funding-search|3.8|3.4|4.5|3.0|4.2|2.0|3.1
experience-exchange|3.6|2.6|3.0|3.0|2.8|2.8|3.6
voice-in-policy|2.6|1.8|1.8|3.6|2.8|3.4|3.1
"""
KINDS = ("maker", "digital", "young", "large", "knowledge", "public")
MEMBER_COLUMNS = ["id", "name", "role", "employees", "nace", "nuts", "country", "city"]
MEMBER_COLUMNS += ["website", "weight"]
NEED_COLUMNS = ["member_id", "topic", "importance", "satisfaction", "date", "source", "note"]


@dataclass(frozen=True)
class Topic:
    """How important a topic usually is for each kind of member, and how satisfied they are."""

    code: str
    importance: dict[str, float]
    satisfaction: float


def members() -> list[list[str]]:
    """List the members as they stand above, cell by cell."""
    return [line.split("|") for line in MEMBERS.strip().splitlines()]


def topics() -> list[Topic]:
    """List the topics of the questionnaire."""
    found = []
    for line in TOPICS.strip().splitlines():
        code, *figures = line.split("|")
        *importance, satisfaction = (float(figure) for figure in figures)
        found.append(Topic(code, dict(zip(KINDS, importance, strict=True)), satisfaction))
    return found


def on_the_scale(usual: float, chance: Random) -> str:
    """Draw one answer around the usual one, a whole number from 1 to 5."""
    drawn = usual + SPREAD * (chance.random() + chance.random() - 1) * 2**0.5
    return str(min(5, max(1, round(drawn))))


def answers(chance: Random) -> list[list[str]]:
    """Let every member that is not silent fill in the questionnaire of October 2026."""
    found = []
    for number, (member, *_, kind) in enumerate(members()):
        if member in SILENT:
            continue
        day = f"2026-10-{5 + number * 7 % 24:02d}"
        for topic in topics():
            is_skipped = chance.random() < SHARE_SKIPPED
            is_unsure = chance.random() < SHARE_UNSURE
            importance = on_the_scale(topic.importance[kind], chance)
            satisfaction = on_the_scale(topic.satisfaction, chance)
            if not is_skipped:
                known = "" if is_unsure else satisfaction
                found.append([member, topic.code, importance, known, day, "survey", ""])
    return found


def second_answers(chance: Random) -> list[list[str]]:
    """Let a few members correct one answer in a personal talk: the later record counts."""
    listed = topics()
    found = []
    for number, member in enumerate(ASKED_AGAIN):
        topic = listed[int(chance.random() * len(listed))]
        importance = on_the_scale(4.5, chance)
        day = f"2026-11-{3 + 2 * number:02d}"
        found.append([member, topic.code, importance, "2", day, "interview", "said at a visit"])
    return found


def member_rows() -> list[list[str]]:
    """Write the members as lines of members.csv; the addresses end in .example and lead nowhere."""
    found = []
    for number, name, role, employees, nace, place, _ in members():
        website = f"https://{number.lower()}.mustertal.example"
        found.append([number, name, role, employees, nace, "", "AT", place, website, "1"])
    return found


def write(path: Path, header: list[str], lines: list[list[str]]) -> None:
    """Write a table with the line ends that every machine writes alike."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def make(to: Path = HERE) -> None:
    """Make both tables of the example in the folder `to`."""
    chance = Random(SEED)
    write(to / "members.csv", MEMBER_COLUMNS, member_rows())
    write(to / "needs.csv", NEED_COLUMNS, answers(chance) + second_answers(chance))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit("usage: python examples/mustertal/make.py [TO]")
    make(*(Path(argument) for argument in sys.argv[1:]))
