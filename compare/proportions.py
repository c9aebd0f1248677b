"""So many of so many, kept as two counts, from which share and interval follow."""

from __future__ import annotations

from dataclasses import dataclass

from compare.intervals import share


@dataclass(frozen=True, slots=True, order=True)
class Proportion:
    """`hits` of `n`. Raises ValueError where that is no share."""

    hits: int
    n: int

    def __post_init__(self) -> None:
        share(self.hits, self.n)

    @property
    def share(self) -> float:
        """0 to 1, rounded before it meets a threshold; 0 of none is 0."""
        return share(self.hits, self.n).rate or 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's at 95 %; everything from 0 to 1 where there is no case."""
        found = share(self.hits, self.n)
        return (0.0, 1.0) if found.low is None or found.high is None else (found.low, found.high)
