"""Why an article stands in its event: numbers that add up, places that hold what they say."""

import math

import pytest

from compare.constraints import Constraints
from compare.events import EVENT_THRESHOLD, Event, group_events
from compare.eventwhy import Why, why
from compare.survey import survey
from tests.toys import FLOOD, PACT, article, embedded, outlined

ARTICLES = [*PACT, *FLOOD, article("local", "tram", "Tram fares to rise", "City Hall plans dearer tickets from April.")]
TEXT = {one.key: one.text for one in ARTICLES}
KEY = PACT[0].key


def explained(key: str, constraints: Constraints = Constraints()) -> Why:  # noqa: B008
    sentences, vectors = embedded(ARTICLES)
    around = survey(outlined(ARTICLES), vectors)
    event = next(e for e in group_events(ARTICLES, vectors) if key in e.articles)
    keys = [one.key for one in ARTICLES]
    return why(
        around, key, event, dict(zip(keys, sentences, strict=True)), dict(zip(keys, vectors, strict=True)), constraints
    )


def test_the_score_is_the_mean_of_the_pairs_and_stands_against_the_threshold() -> None:
    found = explained(KEY)
    assert found.threshold == EVENT_THRESHOLD
    assert {other for other, _ in found.pairs} == {one.key for one in PACT[1:]}
    assert found.score == round(sum(score for _, score in found.pairs) / 2, 3)
    assert found.score >= found.threshold
    assert found.closest is not None
    assert (found.closest.other, found.closest.score) == found.pairs[0]
    assert found.pairs[0][1] == max(score for _, score in found.pairs)


def test_contributions_are_the_models_own_and_add_up() -> None:
    closest = explained(KEY).closest
    assert closest is not None
    odds = closest.constant + sum(part.log_odds for part in closest.contributions)
    assert round(1 / (1 + math.exp(-odds)), 3) == closest.score
    value = {part.signal: part.value for part in closest.contributions}
    assert value["words"] == closest.words
    assert 0 < sum(term.cosine for term in closest.terms) <= closest.words + 1e-5


def test_terms_are_shown_as_both_wrote_them() -> None:
    closest = explained(KEY).closest
    assert closest is not None
    written = {}
    for term in closest.terms:
        here, there = TEXT[KEY][term.here.start : term.here.end], TEXT[closest.other][term.there.start : term.there.end]
        written[here] = (term.kind, there)
    assert written["Wexholm"] == ("name", "Wexholm")
    assert any(kind == "word" for kind, _ in written.values())
    assert [t.cosine for t in closest.terms] == sorted((t.cosine for t in closest.terms), reverse=True)


def test_a_name_of_several_words_is_one_term() -> None:
    key = FLOOD[0].key
    closest = explained(key).closest
    assert closest is not None
    shown = {TEXT[key][t.here.start : t.here.end]: t.kind for t in closest.terms}
    assert shown["Corran Dam"] == "name"
    assert not {"Corran", "Dam"} & shown.keys()


def test_sentences_and_quotations_have_their_places() -> None:
    found = explained(KEY)
    closest = found.closest
    assert closest is not None
    assert closest.sentences is not None
    sentences = {one.key: group for one, group in zip(ARTICLES, embedded(ARTICLES)[0], strict=True)}
    here, there = sentences[KEY][closest.sentences.here], sentences[closest.other][closest.sentences.there]
    assert (closest.sentences.here_place.start, closest.sentences.here_place.end) == (here.start, here.end)
    assert (closest.sentences.there_place.start, closest.sentences.there_place.end) == (there.start, there.end)
    assert 0 < closest.sentences.cosine <= 1
    (quotation,) = closest.quotations
    assert TEXT[KEY][quotation.here.start : quotation.here.end] == "“keep the Grey Sea open to every ship”"
    assert TEXT[closest.other][quotation.there.start : quotation.there.end].startswith("“keep the Grey Sea open")
    assert quotation.words[:5] == ("keep", "the", "grey", "sea", "open")


def test_days_are_those_between_publications() -> None:
    flood = explained(FLOOD[0].key).closest
    assert flood is not None
    assert flood.days_apart == round(9 / 24, 3)


def test_an_article_on_its_own_has_no_score_but_its_decisions() -> None:
    tram = ARTICLES[-1].key
    constraints = Constraints(cannot=frozenset({(tram, KEY)}))
    found = explained(tram, constraints)
    assert (found.score, found.pairs, found.closest) == (None, (), None)
    assert found.cannot == ((min(tram, KEY), max(tram, KEY)),)


def test_an_article_of_another_event_is_refused() -> None:
    _, vectors = embedded(ARTICLES)
    with pytest.raises(ValueError, match="does not stand in this event"):
        why(survey(outlined(ARTICLES), vectors), KEY, Event(("other",), "t", 1.0), {}, {})
