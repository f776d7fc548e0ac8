"""A small vocabulary whose figures can be worked by hand: ln(1000) = 3 ln(10)."""

from raceme.cores.linking.lexicon import Lexicon
from raceme.cores.linking.values import LegalForm, MeaningWords, Words

GESELLSCHAFT = "gesellschaft mit beschränkter haftung"
EVERYWHERE = frozenset({"*"})

WORDS = Words(
    forms=(
        LegalForm("GmbH", "private company", EVERYWHERE, ("gmbh", GESELLSCHAFT)),
        LegalForm("AG", "public company", EVERYWHERE, ("ag", "aktiengesellschaft")),
        LegalForm("d.o.o.", "private company", frozenset({"SI"}), ("d.o.o.",)),
        LegalForm("A/S", "public company", frozenset({"DK"}), ("a/s",)),
    ),
    meanings=(
        MeaningWords("technology", "field", ("technik*", "technolog*")),
        MeaningWords("chemistry", "field", ("chemi*", "kemi*")),
        MeaningWords("university", "type", ("universit*", "univ")),
        MeaningWords("hospital", "type", ("klinik*", "hospital*")),
        MeaningWords("hospital+university", "type", ("universitatsklinik*",)),
        MeaningWords("college", "type", ("hochschule*", "university_of_applied_science*")),
        MeaningWords("vienna", "city", ("wien*", "vienna")),
        MeaningWords("of", "small", ("of", "der", "für", "und", "de")),
    ),
    counts={"technik": 40, "technologie": 59, "chemie": 9, "universität": 99, "nord": 9},
    counted=999,
    shared_domains=frozenset({"facebook.com", "gmail.com"}),
    second_level=frozenset({"co.uk"}),
)
LEXICON = Lexicon(WORDS)
