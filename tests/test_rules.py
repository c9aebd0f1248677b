"""Reading rule packs: the form is strict, and errors name pack, rule, key, line and remedy."""

from __future__ import annotations

import pytest

from compare.errors import CompareError, RulesError
from compare.framing import flag_text
from compare.neutralnames import NeutralNames, neutral_of
from compare.rules import Citation, Rule, parse_pack, rules_digest

PACK = """
[[rule]]
id = "doubt.so-called"
category = "doubt"
level = "mark"
message = "Who doubts it?"
pattern = "so-called"
exceptions = ["so-called after"]
neutral = ["known as"]
flags = ["The so-called pact was signed."]
passes = ["The pact was signed."]
[rule.cite]
work = "A handbook"
place = "page 3"
checked = "opened in May 2026"
"""


def test_a_pack_becomes_rules() -> None:
    assert parse_pack(PACK, name="doubt") == (
        Rule(
            id="doubt.so-called",
            category="doubt",
            level="mark",
            message="Who doubts it?",
            pattern="so-called",
            exceptions=("so-called after",),
            neutral=("known as",),
            flags=("The so-called pact was signed.",),
            passes=("The pact was signed.",),
            cite=Citation("A handbook", "page 3", "opened in May 2026"),
        ),
    )


BROKEN = [
    ('pattern = "so-called"', 'patern = "so-called"', ["line 7", "doubt.so-called", "patern", "unknown key"]),
    ('pattern = "so-called"', 'pattern = "so-(called"', ["line 7", "so-called", "pattern", "no", "regular expression"]),
    ('pattern = "so-called"', 'pattern = "(so-called)?"', ["line 7", "pattern", "matches nothing at all"]),
    ('flags = ["The so-called pact was signed."]', "flags = []", ["line 10", "flags", "at least one example"]),
    ('passes = ["The pact was signed."]', "passes = []", ["line 11", "passes", "at least one example"]),
    ('passes = ["The pact was signed."]', "", ["passes", "missing"]),
    ('category = "doubt"', 'category = "doubts"', ["line 4", "category", "unknown category 'doubts'", "vague-source"]),
    ('level = "mark"', 'level = "loud"', ["line 5", "level", "plain, contrast, note, mark"]),
    ('checked = "opened in May 2026"', 'checked = "unchecked"', ["line 5", "unchecked", "stays at level 'note'"]),
    ('place = "page 3"', 'place = ""', ["line 12", "cite", "place"]),
    ('place = "page 3"', 'page = "page 3"', ["line 12", "cite", "unknown key 'page'"]),
    ('message = "Who doubts it?"', "message = 3", ["line 6", "message", "text"]),
    ('id = "doubt.so-called"', 'id = "So Called"', ["id", "lower-case"]),
    ('exceptions = ["so-called after"]', 'exceptions = ["so-called ["]', ["line 8", "regular expression"]),
    ('pattern = "so-called"', "", ["rule 'doubt.so-called', lemmas", "no words", "lemmas, phrases, pattern"]),
    ('pattern = "so-called"', 'lemmas = ["claim"]', ["line 7", "lemmas need a 'pos'", "verb, noun, adjective, adverb"]),
    ('pattern = "so-called"', 'lemmas = ["claim"]\npos = "verbs"', ["line 8", "unknown pos 'verbs'"]),
    ('pattern = "so-called"', 'phrases = ["So-called"]', ["line 7", "'So-called' is no plain word", "'pattern'"]),
    ('pattern = "so-called"', 'phrases = ["so|called"]', ["line 7", "no plain word"]),
    ('pattern = "so-called"', 'phrases = ["so", "so"]', ["line 7", "'so' stands twice", "take one out"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nafter = "(x"', ["line 8", "after", "not a regular expression"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nbefore = "x?"', ["line 8", "before", "matches nothing at all"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nunless = ["at law"]', ["line 8", "unless", "legal, negated"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nvoices = ["mine"]', ["line 8", "voices", "own, paraphrase, quoted"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nshape = "round"', ["line 8", "shape", "reporting, agentless"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nrung = "mild"', ["line 8", "rung", "attribution", "'family'"]),
    ('pattern = "so-called"', 'phrases = ["so"]\ncontrast = "no"', ["line 8", "contrast", "true or false"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nsays = " "', ["line 8", "says", "text that is not empty"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nno_names = ["so"]', ["line 8", "no_names", "'naming'"]),
    ('pattern = "so-called"', 'phrases = ["so"]\nneutral_for = ["so"]', ["line 8", "list of tables with words"]),
    (
        'pattern = "so-called"', 'phrases = ["so"]\nneutral_for = [{ words = ["so"] }]',
        ["line 8", "neutral_for", "words and neutral and nothing else"],
    ),
    (
        'pattern = "so-called"', 'phrases = ["so"]\nneutral_for = [{ words = [], neutral = ["x"] }]',
        ["line 8", "at least one of the rule's words"],
    ),
    (
        'pattern = "so-called"', 'pattern = "so-called"\nneutral_for = [{ words = ["so"], neutral = ["x"] }]',
        ["line 8", "'so' is none of the rule's words", "lemmas or phrases"],
    ),
    (
        'pattern = "so-called"',
        'phrases = ["so"]\nneutral_for = [{ words = ["so"], neutral = ["x"] }, { words = ["so"], neutral = ["y"] }]',
        ["line 8", "'so' stands twice", "take one out"],
    ),
    ("[[rule]]", "[[rules]]", ["unknown key 'rules'", "[[rule]]"]),
    ("[[rule]]", "[[rule", ["not TOML", "line 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "parts"), BROKEN)
def test_errors_name_pack_rule_key_line_and_remedy(old: str, new: str, parts: list[str]) -> None:
    assert old in PACK
    with pytest.raises(RulesError) as caught:
        parse_pack(PACK.replace(old, new, 1), name="my-pack.toml")
    text = str(caught.value)
    assert text.startswith("my-pack.toml")
    for part in parts:
        assert part in text


def test_an_unchecked_rule_may_stand_at_note() -> None:
    noted = PACK.replace('level = "mark"', 'level = "note"').replace("opened in May 2026", "unchecked")
    assert parse_pack(noted, name="p")[0].level == "note"
    with pytest.raises(RulesError, match="stays at level 'note'"):
        parse_pack(noted.replace('"note"', '"contrast"'), name="p")


WORDS = """
[[rule]]
id = "attribution.claim"
category = "attribution"
level = "mark"
family = "claim"
rung = "charged"
message = "'{match}' suggests that it may be wrong."
lemmas = ["claim", "lash out"]
pos = "verb"
phrases = ["so-called"]
shape = "reporting"
before = "she"
after = "that"
unless = ["legal", "negated"]
voices = ["own"]
flags = ["She claimed that it rained."]
passes = ["She said that it rained."]
[rule.cite]
work = "A handbook"
place = "page 3"
checked = "opened in May 2026"
"""


def test_a_rule_of_words_and_its_context() -> None:
    [rule] = parse_pack(WORDS, name="p")
    assert (rule.pattern, rule.lemmas, rule.pos, rule.phrases) == ("", ("claim", "lash out"), "verb", ("so-called",))
    assert (rule.shape, rule.before, rule.after) == ("reporting", "she", "that")
    assert (rule.unless, rule.voices) == (("legal", "negated"), ("own",))
    assert (rule.rung, rule.family) == ("charged", "claim")


def test_a_plain_rule_needs_no_source_that_was_opened() -> None:
    plain = WORDS.replace('level = "mark"', 'level = "plain"').replace("opened in May 2026", "unchecked")
    assert parse_pack(plain, name="p")[0].level == "plain"


NAMES = """
[[rule]]
id = "naming.herd"
category = "naming"
level = "mark"
message = "Why this word?"
says = "'{match}' names people as if they were cattle."
lemmas = ["herd", "old goat"]
pos = "noun"
phrases = ["herded", "bull-headed"]
pattern = "(?:flock|drove)s? of voters"
neutral = ["voters"]
neutral_for = [
  { words = ["old goat"], neutral = ["man", "member"] },
  { words = ["drove of voters"], neutral = [] },
]
no_names = ["herded", "bull-headed"]
flags = ["The herd voted."]
passes = ["The voters voted."]
[rule.cite]
work = "A handbook"
place = "page 3"
checked = "opened in May 2026"
"""


def test_neutral_words_are_a_rule_s_or_some_of_its_words_own() -> None:
    [rule] = parse_pack(NAMES, name="p")
    assert rule.says == "'{match}' names people as if they were cattle."
    assert {match: neutral_of(rule, match) for match in ("Herds", "old\ngoats", "Old-Goat", "drove of voters")} == {
        "Herds": ("voters",),
        "old\ngoats": ("man", "member"),
        "Old-Goat": ("man", "member"),
        "drove of voters": (),
    }
    assert neutral_of(rule, "flocks of voters") == ("voters",)


def test_a_naming_rule_says_which_of_its_words_name_nobody() -> None:
    [rule] = parse_pack(NAMES, name="p")
    found = flag_text("The herd was herded by a bull-headed old goat.", [rule], ())
    assert {flag.match: NeutralNames([rule]).is_name(flag) for flag in found} == {
        "herd": True, "herded": False, "bull-headed": False, "old goat": True,
    }  # fmt: skip
    assert all(NeutralNames([]).is_name(flag) and NeutralNames([]).of(flag) == () for flag in found)


def test_an_id_stands_once() -> None:
    with pytest.raises(RulesError, match=r"p, line 18: rule 'doubt.so-called' stands twice"):
        parse_pack(PACK + PACK, name="p")


def test_an_empty_pack_is_refused() -> None:
    with pytest.raises(RulesError, match="no rule"):
        parse_pack("", name="p")


def test_the_version_follows_the_rules_and_not_their_order() -> None:
    first = parse_pack(PACK, name="p")[0]
    [second] = parse_pack(PACK.replace("doubt.so-called", "doubt.other"), name="p")
    [changed] = parse_pack(PACK.replace("Who doubts it?", "Who?"), name="p")
    assert rules_digest([first, second]) == rules_digest([second, first])
    assert rules_digest([first]) != rules_digest([changed])
    assert len(rules_digest([])) == 12


def test_errors_have_one_base() -> None:
    assert issubclass(RulesError, CompareError)
