"""extruct's readers of what a page embeds: JSON-LD and microdata.

Importing extruct itself imports its readers of all other syntaxes too, and with the one of RDFa all of rdflib: a fifth
of a second for each process that reads pages, for syntaxes that are not asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

__all__ = ["JsonLdExtractor", "MicrodataExtractor"]


def _parts(package: str, *parts: str) -> list[Any]:
    """Modules of a package that is not executed itself, unless it was already."""
    spec = None if package in sys.modules else find_spec(package)
    if spec is None:
        return [import_module(f"{package}.{part}") for part in parts]
    sys.modules[package] = module_from_spec(spec)
    try:
        return [import_module(f"{package}.{part}") for part in parts]
    finally:  # who imports it later gets it whole
        for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
            del sys.modules[name]


_jsonld, _microdata = _parts("extruct", "jsonld", "w3cmicrodata")
JsonLdExtractor, MicrodataExtractor = _jsonld.JsonLdExtractor, _microdata.MicrodataExtractor
