"""Our own labelled sets, by the name of the task."""

from __future__ import annotations

from collections.abc import Mapping

from bench import quotations, relations, scarequotes, typed
from bench.goldset import GoldSet

OWN_SETS: Mapping[str, GoldSet] = {one.name: one for one in (relations.SET, typed.SET, scarequotes.SET, quotations.SET)}
