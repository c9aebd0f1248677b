"""What each outlet delivered, held against its own past: is something wrong with how it is read?

An outlet's nights are compared with its own nights and never with another outlet's. Something is said only where two
things agree: the night lies outside everything that the norm's nights had, and it is improbable by more than CHANCE
under a distribution fitted to them. The first keeps outlets with a habit (quiet weekends, a weekly page) from being
reported for it; the second keeps a small outlet, where anything happens, from being reported at the first odd night.

New articles are counts: a negative binomial distribution whose mean is the norm's articles a day times the days since
the outlet was asked before, and whose spread is the norm's own, by moments (Poisson where they spread no more than
that). Pages without an article, failed requests and short texts are shares: a binomial distribution with the norm's
share by Laplace's rule of succession. A night that deviates never enters the norm that later ones are held against, as
long as all behind it deviate too, so that a fault stays reported while it lasts, up to MOST_NIGHTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import exp, lgamma, log, log1p
from typing import Final, Literal

from db.deliveries import least_words
from db.records import Delivery
from scraper.article import RESPECTED

Problem = Literal[
    "unreachable", "unreadable", "stopped", "short texts", "fewer articles", "more failures", "never delivered"
]
"""What can be wrong with an outlet's delivery, the most telling first."""
State = Literal["as usual", "finding", "too little history", "not asked"]

NORM_NIGHTS: Final = 28
"""Nights that make a norm: four weeks, each day of the week four times. A choice of ours, as the next three are."""
LEAST_NIGHTS: Final = 7
"""Fewer nights make no norm, and neither do nights of less than LEAST_DAYS: a weekend must have been among them."""
LEAST_DAYS: Final = 7.0
MOST_NIGHTS: Final = 28
"""For so many nights a deviation is held against the norm from before it; after that it has become the norm. An outlet
that gives nothing at all is reported for as long as it is asked."""
CHANCE: Final = 0.001
"""How improbable under the norm a night must be, one-sided."""
FALL_CHANCE: Final = 0.0001
"""The same of a night that brought something, only less: a fall matters less than a silence and is the likeliest to be
a day like no other. With both about one false report in a thousand outlet-nights was counted on made-up outlets with
busy and quiet days; tests/test_deliveries.py has the smaller trial of that kind."""
LEAST_SHARE: Final = 0.25
"""Of pages without an article or of failed requests: less is no matter of the outlet as a whole, however sure."""
FEWER: Final = 0.5
"""Of the expected new articles: a night with more than that is not called a fall, however sure."""
SILENT_TIMES: Final = 3
"""An outlet of few articles, for which chance says little, is reported after a silence of so many times its longest."""
LEAST_GAPS: Final = 4  # nights with new articles from which that longest silence is known
LEAST_PAGES: Final = 5
"""Pages none of which gave an article: from so many on that is reported without any norm."""
LEAST_TEXTS: Final = 30  # new articles from which their usual length is known, as elsewhere for rates
SHORT_SHARE: Final = 0.1
"""Of the norm's texts that are at most shorter than the length below which a text is called short."""
MOSTLY: Final = 0.5  # of a night's new texts that have to be short
WINDOW: Final = timedelta(days=1)
REST: Final = timedelta(hours=6)
"""A night takes in the visits of WINDOW and ends REST behind the newest run, so that runs that begin a few hours
earlier or later fall into nights of their own, and one that is repeated falls into the same."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What an outlet gave to one run that began at `at`. `whole`: the run fetched to its end."""

    at: datetime
    whole: bool
    gave: Delivery


@dataclass(frozen=True)
class Night:
    """What an outlet gave in one night, whatever the number of runs. `days` since it was asked before: None for the
    first time, which brings all that lies about. `lengths` count the new articles by length class."""

    at: datetime
    days: float | None
    new: int
    read: int
    without: int
    failed: int
    refused: int
    asked: int
    reasons: Mapping[str, int]
    lengths: Mapping[int, int]

    @property
    def pages(self) -> int:
        return self.read + self.without

    @cached_property
    def texts(self) -> int:
        return sum(self.lengths.values())

    def shorter(self, length: int) -> int:
        """How many new texts are of a smaller length class."""
        return sum(number for one, number in self.lengths.items() if one < length)


@dataclass(frozen=True, slots=True)
class Deviation:
    """What is wrong, in words: what came, what was expected. `nights` for how long, 1 being the last alone; `lost`
    is about how many articles a day it costs, for putting the worst first."""

    problem: Problem
    came: str
    expected: str
    nights: int
    lost: float


@dataclass(frozen=True, slots=True)
class OutletState:
    """How an outlet stands. `night` is the last one in which it was asked, None where it never was; `expected` the new
    articles that its norm makes of that night, None without a norm; `norm_nights` what the norm is made of. `last_new`:
    when its newest article was first seen. `deviations`: the most telling first."""

    outlet: str
    state: State
    night: Night | None
    expected: float | None
    norm_nights: int
    last_new: datetime | None
    deviations: tuple[Deviation, ...] = ()


def nights_of(visits: Sequence[Visit], newest: datetime) -> list[Night]:
    """An outlet's nights, oldest first, from its visits in order; `newest` is when the newest whole run began, of
    whatever outlets.

    What a run brought that broke off counts with the next night in which one fetched to its end: alone it tells of less
    than there was.
    """
    end = newest + REST
    by_night: dict[int, list[Visit]] = {}
    for visit in visits:
        if visit.at < end:
            by_night.setdefault((end - visit.at) // WINDOW, []).append(visit)
    nights: list[Night] = []
    waiting: list[Visit] = []
    before: datetime | None = None
    for back in sorted(by_night, reverse=True):
        waiting += by_night[back]
        if any(visit.whole for visit in by_night[back]):
            at = max(visit.at for visit in waiting)
            nights.append(_night([visit.gave for visit in waiting], at, before))
            before, waiting = at, []
    return nights


def _night(gave: Sequence[Delivery], at: datetime, before: datetime | None) -> Night:
    reasons: dict[str, int] = {}
    lengths: dict[int, int] = {}
    for one in gave:
        for reason, number in one.reasons.items():
            reasons[reason] = reasons.get(reason, 0) + number
        for length, number in one.lengths.items():
            lengths[int(length)] = lengths.get(int(length), 0) + number
    refused = reasons.get("robots", 0)
    new, failed = sum(one.new for one in gave), sum(one.failed for one in gave)
    read = sum(one.new + one.changed + one.same for one in gave)
    without = sum(one.unusable for one in gave)
    asked = read + without + failed + sum(one.unchanged + one.listing for one in gave)
    days = None if before is None else max((at - before) / timedelta(days=1), 0.0)
    return Night(
        at=at,
        days=days,
        new=new,
        read=read,
        without=without,
        failed=max(failed - refused, 0),
        refused=refused,
        asked=asked,
        reasons=reasons,
        lengths=lengths,
    )


def outlet_state(outlet: str, nights: Sequence[Night], last_new: datetime | None) -> OutletState:
    """How an outlet stands by its nights, oldest first."""
    if not nights:
        return OutletState(outlet, "not asked", None, None, 0, last_new)
    norm = _norm(nights, len(nights) - 1)
    expected = _mean(norm) * (nights[-1].days or 0.0) if norm else None
    checks = (_unreachable, _unreadable, _stopped, _short, _fewer, _failures, _never)
    found = tuple(one for one in (check(nights) for check in checks) if one is not None)
    state: State = "finding" if found else "as usual" if norm else "too little history"
    return OutletState(outlet, state, nights[-1], expected, len(norm), last_new, found)


def _norm(nights: Sequence[Night], until: int) -> Sequence[Night]:
    """The nights before number `until` that make a norm; empty where there are too few. The first visit is no part."""
    held = [night for night in nights[max(0, until - NORM_NIGHTS) : until] if night.days is not None]
    spanned = sum(night.days or 0.0 for night in held)
    return held if len(held) >= LEAST_NIGHTS and spanned >= LEAST_DAYS - 0.5 else ()


def _mean(norm: Sequence[Night]) -> float:
    """New articles a day."""
    days = sum(night.days or 0.0 for night in norm)
    return sum(night.new for night in norm) / days if days else 0.0


# What is wrong


def _unreachable(nights: Sequence[Night]) -> Deviation | None:
    """Whatever was asked failed: no norm is needed for that."""
    last = nights[-1]
    if not last.failed or last.failed < last.asked:
        return None
    since = _lasting(nights, lambda night: night.failed == night.asked > 0)
    came = f"no answer that helps: {_of(last.failed, last.asked, 'request')} failed"
    return Deviation("unreachable", came, "", since, _usual_loss(nights, since))


def _unreadable(nights: Sequence[Night]) -> Deviation | None:
    """Pages come and articles don't: what a redesign does to a parser."""
    last = nights[-1]
    respected = sum(number for reason, number in last.reasons.items() if reason in RESPECTED) - last.refused
    if last.read == 0 and last.without - respected >= LEAST_PAGES:
        since = _lasting(nights, lambda night: night.read == 0 and night.without > 0)
        usual = _pooled(_norm(nights, len(nights) - since), lambda night: (night.read, night.pages))
        return Deviation(
            "unreadable",
            f"pages came, but no articles: none of {last.pages} gave one",
            f"usually {_percent(*usual)} do" if usual[1] else "",
            since,
            _usual_loss(nights, since),
        )
    found = _share_deviates(nights, lambda night: (night.without, night.pages), LEAST_SHARE)
    if found is None:
        return None
    since, norm = found
    usual = _pooled(norm, lambda night: (night.without, night.pages))
    came = f"many pages without an article: {_of(last.without, last.pages, 'page')}"
    lost = _usual_loss(nights, since) * last.without / last.pages
    return Deviation("unreadable", came, f"usually {_percent(*usual)}", since, lost)


def _stopped(nights: Sequence[Night]) -> Deviation | None:
    """Nothing new, for longer than it ever was and than chance explains."""
    silent = _lasting(nights, lambda night: night.new == 0)
    if silent == 0 or silent == len(nights):
        return None
    start = len(nights) - silent
    norm, streak = _norm(nights, start), nights[start:]
    days = sum(night.days or 0.0 for night in streak)
    came = f"no new article in {_nights(silent)}"
    if not norm:
        return Deviation("stopped", came, "", silent, 0.0) if silent >= NORM_NIGHTS else None
    longest = _longest_silence(norm)
    delivering = sum(night.new > 0 for night in norm)
    if silent <= longest:
        return None
    spread = _spread(norm)
    chance = sum(_log_none(_mean(norm) * (night.days or 0.0), spread) for night in streak)
    long = longest > 0 and delivering >= LEAST_GAPS and silent >= SILENT_TIMES * longest
    if chance >= log(CHANCE) and not long:
        return None
    rest = f"more than {_nights(longest)}" if longest else "a night"
    expected = f"usually {_number(_mean(norm) * days / silent)} a night and never {rest} without"
    return Deviation("stopped", came, expected, silent, _mean(norm))


def _fewer(nights: Sequence[Night]) -> Deviation | None:
    """New articles, but far fewer than in any night before."""
    last = nights[-1]
    if last.new == 0:
        return None  # nothing at all is a silence

    def is_low(night: Night, norm: Sequence[Night]) -> bool:
        days = night.days or 0.0
        mean = _mean(norm) * days
        if night.new >= FEWER * mean or night.new / max(days, 1e-9) >= min(one.new / _days(one) for one in norm):
            return False
        return _at_most(night.new, mean, _spread(norm)) < FALL_CHANCE

    found = _since(nights, is_low)
    if found is None:
        return None
    since, norm = found
    mean = _mean(norm) * (last.days or 0.0)
    least = min(one.new for one in norm)
    expected = f"usually {_number(mean)} a night and never fewer than {least}"
    return Deviation("fewer articles", f"{last.new} new", expected, since, mean - last.new)


def _short(nights: Sequence[Night]) -> Deviation | None:
    """The new texts are suddenly short: what a redesign does that leaves a parser the teaser."""
    last = nights[-1]
    if not last.texts:
        return None
    found = _since(nights, _is_short)
    if found is None:
        return None
    since, norm = found
    length = _short_length(norm)
    assert length is not None, "nights are short by a norm that has a length"
    usual = _pooled(norm, lambda night: (night.shorter(length), night.texts))
    came = f"texts are short: {last.shorter(length)} of {last.texts} new ones under {least_words(length)} words"
    lost = _usual_loss(nights, since) * last.shorter(length) / last.texts
    return Deviation("short texts", came, f"usually {_percent(*usual)}", since, lost)


def _is_short(night: Night, norm: Sequence[Night]) -> bool:
    length = _short_length(norm)
    if length is None or not night.texts:
        return False
    return _share_is_high(night, norm, lambda one: (one.shorter(length), one.texts), MOSTLY)


def _short_length(norm: Sequence[Night]) -> int | None:
    """The length class below which a text is short: the highest that at most SHORT_SHARE of the norm's texts lie below.
    None where too few are known."""
    pool: dict[int, int] = {}
    for night in norm:
        for length, number in night.lengths.items():
            pool[length] = pool.get(length, 0) + number
    total, below, edge = sum(pool.values()), 0, None
    if total < LEAST_TEXTS:
        return None
    for length in sorted(pool):
        if below > SHORT_SHARE * total:
            break
        edge, below = length, below + pool[length]
    return edge


def _failures(nights: Sequence[Night]) -> Deviation | None:
    """Many more requests fail than usual, though not all."""
    last = nights[-1]
    if last.failed == last.asked:
        return None  # that is said of it already
    found = _share_deviates(nights, lambda night: (night.failed, night.asked), LEAST_SHARE)
    if found is None:
        return None
    since, norm = found
    usual = _pooled(norm, lambda night: (night.failed, night.asked))
    came = f"{_of(last.failed, last.asked, 'request')} failed"
    return Deviation("more failures", came, f"usually {_percent(*usual)}", since, 0.0)


def _never(nights: Sequence[Night]) -> Deviation | None:
    """Asked for a week and more, and never anything new."""
    silent = _lasting(nights, lambda night: night.new == 0)
    if silent < len(nights) or silent < LEAST_NIGHTS or nights[-1].failed == nights[-1].asked > 0:
        return None
    return Deviation("never delivered", f"no new article in all {_nights(silent)} it was asked", "", silent, 0.0)


# How it is told apart from chance

Share = Callable[[Night], tuple[int, int]]
"""How many of a night, and of how many."""


def _share_deviates(nights: Sequence[Night], share: Share, least: float) -> tuple[int, Sequence[Night]] | None:
    return _since(nights, lambda night, norm: _share_is_high(night, norm, share, least))


def _share_is_high(night: Night, norm: Sequence[Night], share: Share, least: float) -> bool:
    """Is a share of the night higher than in any of the norm's nights of any size, and than chance explains?"""
    count, of = share(night)
    if not of or count < least * of:
        return False
    before = [share(one) for one in norm]
    total = sum(one for _, one in before)
    if not total or any(one * of >= count * all_ for one, all_ in before if all_ >= min(of, LEAST_PAGES)):
        return False
    usual = (sum(one for one, _ in before) + 1) / (total + 2)
    return _at_least(count, of, usual) < CHANCE


def _since(
    nights: Sequence[Night], deviates: Callable[[Night, Sequence[Night]], bool]
) -> tuple[int, Sequence[Night]] | None:
    """For how many nights all deviate from the norm before them, and that norm; None where the last does not.

    Where several norms would do, the nearest: a fault of five nights ago is held against the nights before it. The
    farthest is from before every fault that is looked for, so that a night which is as usual by it and by the nearest
    needs no further look.
    """
    last = len(nights) - 1
    nearest = _norm(nights, last)
    if not nearest:
        return None
    starts = range(max(0, last - MOST_NIGHTS + 1), last + 1)
    farthest = next(norm for start in starts if (norm := _norm(nights, start)))
    if not deviates(nights[last], nearest) and not deviates(nights[last], farthest):
        return None
    for start in reversed(starts):
        norm = _norm(nights, start)
        if norm and all(deviates(night, norm) for night in reversed(nights[start:])):
            return last - start + 1, norm
    return None


def _lasting(nights: Sequence[Night], holds: Callable[[Night], bool]) -> int:
    """How many nights up to the last it holds of, one behind the other."""
    return next((number for number, night in enumerate(reversed(nights)) if not holds(night)), len(nights))


def _longest_silence(norm: Sequence[Night]) -> int:
    longest = current = 0
    for night in norm:
        current = 0 if night.new else current + 1
        longest = max(longest, current)
    return longest


def _usual_loss(nights: Sequence[Night], since: int) -> float:
    return _mean(_norm(nights, len(nights) - since))


def _pooled(norm: Iterable[Night], share: Share) -> tuple[int, int]:
    counted = [share(night) for night in norm]
    return sum(one for one, _ in counted), sum(of for _, of in counted)


def _days(night: Night) -> float:
    return max(night.days or 0.0, 1e-9)


def _spread(norm: Sequence[Night]) -> float | None:
    """The size of the negative binomial distribution of a night's new articles, by moments: the smaller, the wider.
    None where they spread no more than Poisson's."""
    mean = _mean(norm)
    expected = [mean * (night.days or 0.0) for night in norm]
    excess = sum((night.new - one) ** 2 - one for night, one in zip(norm, expected, strict=True))
    return sum(one**2 for one in expected) / excess if excess > 0 else None


def _log_none(mean: float, spread: float | None) -> float:
    """The logarithm of the chance that nothing comes."""
    return -mean if spread is None else -spread * log1p(mean / spread)


def _at_most(count: int, mean: float, spread: float | None) -> float:
    """The chance of so many or fewer."""
    if mean <= 0:
        return 1.0
    if spread is None:
        terms = (number * log(mean) - mean - lgamma(number + 1) for number in range(count + 1))
    else:
        hit = log(mean / (mean + spread))
        terms = (
            lgamma(number + spread) - lgamma(spread) - lgamma(number + 1) + number * hit + _log_none(mean, spread)
            for number in range(count + 1)
        )
    return min(1.0, sum(exp(one) for one in terms))


def _at_least(count: int, of: int, share: float) -> float:
    """The chance of so many or more of so many, each with this share."""
    terms = (
        lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log1p(-share)
        for k in range(count, of + 1)
    )
    return min(1.0, sum(exp(one) for one in terms))


# In words


def _of(count: int, of: int, what: str) -> str:
    if count == of:
        return f"the one {what}" if of == 1 else f"all {of} {what}s"
    return f"{count} of {of} {what}s"


def _nights(number: int) -> str:
    return "1 night" if number == 1 else f"{number} nights"


def _percent(count: int, of: int) -> str:
    share = 100 * count / of if of else 0.0
    return f"{share:.0f} %" if share >= 1 or count == 0 else "under 1 %"


def _number(mean: float) -> str:
    return f"{mean:.0f}" if mean >= 2 else f"{mean:.1f}"
