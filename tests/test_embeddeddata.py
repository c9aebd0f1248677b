"""extruct's two readers are there without what reads other syntaxes."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

PROGRAM = """
import sys
from scraper.embeddeddata import JsonLdExtractor, MicrodataExtractor
assert not {"rdflib", "extruct", "pyRdfa", "mf2py"} & set(sys.modules)
page = '<script type="application/ld+json">{"@type": "NewsArticle"}</script><p itemscope><b itemprop="name">A</b></p>'
print(JsonLdExtractor().extract(page), [item["properties"] for item in MicrodataExtractor().extract(page)])
import extruct
print(hasattr(extruct, "jsonld"), sorted(extruct.extract(page, syntaxes=["json-ld", "rdfa"])))
"""


def test_the_readers_come_alone_and_leave_the_package_whole_for_others() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [
        "[{'@type': 'NewsArticle'}] [{'name': 'A'}]",
        "True ['json-ld', 'rdfa']",
    ]
