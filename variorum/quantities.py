"""Sizes and times in a few characters, for a screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from variorum.when import clock, short_day

_UNITS: Final = ("B", "kB", "MB", "GB", "TB", "PB")


def bytes_words(size: int) -> str:
    """1.2 GB, in powers of a thousand as disks are sold."""
    number, unit = float(size), 0
    while number >= 999.5 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.1f} {_UNITS[unit]}" if unit and number < 99.95 else f"{number:.0f} {_UNITS[unit]}"


def span_words(span: timedelta) -> str:
    """45 s, 12 min, 5 h, 3 days: rounded to its two leading digits or so; a negative one is 0 s."""
    seconds = max(span.total_seconds(), 0.0)
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 100 * 60:
        return f"{seconds / 60:.0f} min"
    hours = seconds / 3600
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def moment_words(at: datetime) -> str:
    """11 Mar 06:12 UTC"""
    return f"{short_day(at)} {clock(at)} UTC"
