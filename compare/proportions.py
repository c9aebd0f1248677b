"""A share of so many, with the interval within which it can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964
"""Standard deviations of a normal distribution that hold 95 % of it."""


@dataclass(frozen=True, slots=True, order=True)
class Proportion:
    """`hits` of `n`."""

    hits: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n:
            raise ValueError(f"{self.hits} of {self.n} is no share")

    @property
    def share(self) -> float:
        """0 to 1, rounded to 3 decimals before it meets a threshold; 0 of none is 0."""
        return round(self.hits / self.n, 3) if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %, to 3 decimals; everything from 0 to 1 where there is no case.

        E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
        Statistical Association 22 (1927), 209-212. Unlike the plain one it stays within 0 and 1 and holds for few.
        """
        if not self.n:
            return 0.0, 1.0
        share, z2 = self.hits / self.n, Z_95**2
        middle = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = Z_95 / (1 + z2 / self.n) * sqrt(share * (1 - share) / self.n + z2 / (4 * self.n**2))
        return round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)
