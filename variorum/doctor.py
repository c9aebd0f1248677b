"""`doctor`: is everything that the program stands on there and in order?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, version
from pathlib import Path

from variorum.settings import Settings, load_settings

MAIN_PARTS = ("newspaper3k", "sentence-transformers", "torch", "SQLAlchemy", "Jinja2")


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str


def checks(config: Path | None, *, cwd: Path) -> Iterator[Check]:
    """Run every check; one that fails leaves the others to run."""
    yield _checked("python", _python)
    yield _checked("packages", _packages)
    yield _checked("newspaper", _newspaper)
    settings: Settings | None = None
    try:
        settings = load_settings(config, cwd=cwd)
        yield Check("settings", True, f"read from {settings.folder.resolve()}")
    except Exception as error:  # noqa: BLE001  a check reports whatever went wrong
        yield Check("settings", False, str(error))
    if settings is None:
        return
    chosen = settings
    yield _checked("outlets", lambda: _outlets(chosen))
    yield _checked("rules", lambda: _rules(chosen))
    yield _checked("database", lambda: _database(chosen))
    yield _checked("site furniture", lambda: _furniture(chosen))
    yield _checked("site folder", lambda: _site(chosen))
    yield _checked("log", lambda: _log(chosen))
    yield _checked("embedding model", lambda: _model(chosen))
    yield _checked("tagger", lambda: _tagger(chosen))


def _checked(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except Exception as error:  # noqa: BLE001  a check reports whatever went wrong
        return Check(name, False, str(error) or type(error).__name__)


def _python() -> str:
    wanted = metadata("variorum")["Requires-Python"]
    return f"{sys.version.split()[0]} (wanted: {wanted})"


def _packages() -> str:
    missing = []
    found = []
    for name in MAIN_PARTS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        raise RuntimeError(f"not installed: {', '.join(missing)}; run: make setup")
    return ", ".join(found)


def _newspaper() -> str:
    owners = sorted(set(packages_distributions().get("newspaper", ())))
    if owners != ["newspaper3k"]:
        raise RuntimeError(
            f"the name 'newspaper' belongs to {', '.join(owners) or 'nothing'};"
            " remove newspaper4k and install newspaper3k"
        )
    from variorum.adapters.newspaper_extractor import NewspaperExtractor

    page = (
        "<html><body><article><p>"
        + "A harbour wall was built and people came to see it. " * 8
        + "</p></article></body></html>"
    )
    body = NewspaperExtractor()(page, "https://outlet.example/a", "en")
    if not body.paragraphs:
        raise RuntimeError("newspaper3k imports, but reads nothing from a plain page; reinstall it")
    return "newspaper3k reads a page"


def _outlets(settings: Settings) -> str:
    from variorum.newsroom import configured_outlets

    outlets = configured_outlets(settings)
    if not outlets:
        return f"{settings.path(settings.outlets)}: none yet; write a starter list with: variorum init"
    asks = "" if settings.fetch.contact else "; set contact under [fetch] before fetching"
    return f"{len(outlets)} outlets{asks}{_strangers(settings, {outlet.slug for outlet in outlets})}"


def _rules(settings: Settings) -> str:
    from variorum.adapters.taggers import tagger_named
    from variorum.rulepacks import load_rules, wrong_examples

    rules = load_rules(settings)
    wrong = wrong_examples(settings, tagger_named(settings.compare.tagger)) if settings.rules.packs else []
    if wrong:
        raise RuntimeError("\n".join(wrong))
    unchecked = sum(rule.cite.checked == "unchecked" for rule in rules)
    return f"{len(rules)} rules in force, {unchecked} of them with a citation nobody has checked"


def _strangers(settings: Settings, known: set[str]) -> str:
    """The outlets with rules of their own that neither the list of outlets nor the database has: misspelt, perhaps."""
    from db.database import is_made
    from variorum.faults import nearest
    from variorum.opening import open_of

    if is_made(settings.resolved_database_url):
        with open_of(settings) as store:
            known |= set(store.outlets())
    strangers = [slug for slug in settings.rules.outlets if slug not in known]
    told = [f"'{slug}' ({nearest(slug, known) or 'none is spelt like it'})" for slug in strangers]
    return f"; [rules.outlets] names what is no outlet here: {', '.join(told)}" if told else ""


def _database(settings: Settings) -> str:
    from db.database import is_made
    from variorum.opening import open_of

    if not is_made(settings.resolved_database_url):
        return f"{settings.resolved_database_url}: none yet; the first fetch or add makes it"
    with open_of(settings) as store:
        counts = store.counts()
        store.check()
    return f"{settings.resolved_database_url}: sound, {counts['articles']} articles"


def _furniture(settings: Settings) -> str:
    from db.database import is_made
    from variorum.furniture import quarantine_lines
    from variorum.opening import open_of

    if not is_made(settings.resolved_database_url):
        return "none: there is no database yet"
    with open_of(settings) as store:
        lines = quarantine_lines(store.counted_furniture())
    return "\n        ".join(lines)


def _site(settings: Settings) -> str:
    folder = settings.path(settings.site)
    if (closed := _closed_folder(folder)) is not None:
        raise RuntimeError(f"{closed} can't be written; set 'site' in variorum.toml to another folder")
    return str(folder)


def _log(settings: Settings) -> str:
    if not settings.log.file:
        return "none is kept; to have one set 'file' under [log]"
    file = settings.path(settings.log.file)
    remedy = "open it to this user, or set 'file' under [log] in variorum.toml to another one"
    if file.is_dir():
        raise RuntimeError(f"{file} can't be written: it is a folder; set 'file' under [log] to a file in it")
    if file.exists() and not os.access(file, os.W_OK):
        raise RuntimeError(f"{file} can't be written; {remedy}")
    if not file.exists() and (closed := _closed_folder(file.parent)) is not None:
        raise RuntimeError(f"{file} can't be made: {closed} can't be written; {remedy}")
    return f"{file}, from level {settings.log.level} on"


def _closed_folder(folder: Path) -> Path | None:
    """Where nothing can be made in the folder, nor the folder itself: the nearest place that is there. None where it
    can."""
    nearest = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    return None if nearest.is_dir() and os.access(nearest, os.W_OK) else nearest


def _tagger(settings: Settings) -> str:
    from variorum.adapters.taggers import rules_only_note, tagger_named

    chosen = settings.compare.tagger
    tagger = tagger_named(chosen)
    if tagger is None:
        return rules_only_note(chosen) or "none wanted: paraphrases are found by word lists alone"
    (parse,) = tagger.parse(["Officials said the bridge was safe."])
    return f"{tagger.name} answers, {len(parse)} words and marks in a sentence of six words"


def _model(settings: Settings) -> str:
    from variorum.adapters import load_embedder
    from variorum.calibrations import calibration_of, calibrations_path, read_calibrations
    from variorum.nightly import embedder_for

    chosen = settings.compare
    embedder = load_embedder(
        settings.resolved_embedder, prompt=chosen.prompt, dimensions=chosen.dimensions, engine=chosen.engine
    )
    vectors = embedder.encode(["Two ministers met.", "The ministers held talks."])
    prompt = getattr(embedder, "prompt", "")
    before = f", each sentence after {prompt!r}" if prompt else ""
    known = read_calibrations(calibrations_path(settings))
    fitted = calibration_of(embedder.name, embedder.engine, known).model == embedder.name
    missing = "" if fitted else "; no thresholds are fitted for it, run: variorum calibrate"
    notes = "".join(f"; {note}" for note in embedder_for(settings).notes)
    return f"{embedder.name} ({embedder.engine}) answers, {vectors.shape[1]} dimensions{before}{missing}{notes}"
