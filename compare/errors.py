"""What goes wrong in comparing.

CompareError            base of this package's errors; the text names the remedy
└── RulesError          a rule pack can't be used: pack, rule and key are named
"""

from __future__ import annotations


class CompareError(Exception):
    """Base of the errors that `compare` raises itself."""


class RulesError(CompareError):
    """A rule pack can't be read, or one of its rules is not in the form a rule must have."""
