"""Settings from `variorum.toml`: every key has a default, an unknown key is an error that names it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from variorum.errors import SettingsError
from variorum.faults import at_line, toml_fault
from variorum.links import safe_href
from variorum.tomlplaces import find_place

CONFIG_NAME = "variorum.toml"
DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
LEXICAL_EMBEDDER = "lexical"
Show = Literal["all", "reviewed"]
DASK = "dask://"
EngineChoice = Literal[
    "auto", "torch-fp32", "openvino-fp32", "openvino-bf16", "openvino-int8-fp32", "openvino-int8-bf16"
]
OWN_EMBEDDERS = (DEFAULT_EMBEDDER, LEXICAL_EMBEDDER)  # never taken for folders of these names


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FetchSettings(_Table):
    """`[fetch]`. Times in seconds, sizes in bytes."""

    contact: str = ""
    timeout_seconds: Annotated[float, Field(gt=0)] = 30.0
    page_seconds: Annotated[float, Field(gt=0)] = 300.0
    outlet_seconds: Annotated[float, Field(gt=0)] = 3_600.0
    run_seconds: Annotated[float, Field(gt=0)] = 14_400.0
    tries: Annotated[int, Field(ge=1, le=10)] = 3
    crawl_delay_seconds: Annotated[float, Field(ge=0)] = 60.0
    retry_after_seconds: Annotated[float, Field(ge=0)] = 60.0
    max_bytes: Annotated[int, Field(ge=10_000)] = 8_000_000
    recheck_days: Annotated[int, Field(ge=0)] = 3
    extract_processes: Annotated[int, Field(ge=0)] = 2
    extract_seconds: Annotated[float, Field(gt=0)] = 20.0
    extract_max_bytes: Annotated[int, Field(ge=500_000_000)] = 1_500_000_000
    addresses: dict[str, str] = {}


class CompareSettings(_Table):
    """`[compare]`: the model by name or folder, what is put before each sentence, and how many columns are kept; the
    engine that runs it, "auto" for the quickest that this processor gains from; the days for which an event stays open
    after its latest article; and the tagger: "auto", "none" or a package's name."""

    embedder: Annotated[str, Field(min_length=1)] = DEFAULT_EMBEDDER
    prompt: str | None = None
    dimensions: Annotated[int, Field(ge=1)] | None = None
    engine: EngineChoice = "auto"
    open_days: Annotated[float, Field(gt=0, le=3650, allow_inf_nan=False)] = 10.0
    tagger: Annotated[str, Field(min_length=1)] = "auto"

    @model_validator(mode="after")
    def _lexical_has_neither(self) -> Self:
        if self.embedder == LEXICAL_EMBEDDER and (self.prompt is not None or self.dimensions is not None):
            raise ValueError(f'embedder = "{LEXICAL_EMBEDDER}" has neither prompt nor dimensions; leave both out')
        return self


def _base_address(url: str) -> str:
    """The address with a slash at its end. Raises ValueError where nothing can stand below it."""
    if not url:
        return url
    if safe_href(url, root="") != url or not url.startswith(("http://", "https://")) or "?" in url or "#" in url:
        raise ValueError('no base address; give one such as "https://press.example/variorum/", or "" for none')
    return url if url.endswith("/") else f"{url}/"


class ReportSettings(_Table):
    """`[report]`. `url` is where the site will stand: with it the links of the feed are whole addresses."""

    title: str = "Variorum"
    url: Annotated[str, AfterValidator(_base_address)] = ""
    excerpt_words: Annotated[int, Field(ge=0)] = 400
    processes: Annotated[int, Field(ge=0)] = 2
    show: Show = "all"


def _enough_days(days: int) -> int:
    if 0 < days < LEAST_DAYS:
        raise ValueError(f"0 keeps for good; otherwise at least {LEAST_DAYS} days are kept")
    return days


LEAST_DAYS = 30  # what comes late, and what is corrected late, finds everything of these days as it was
Days = Annotated[int, Field(ge=0, le=36_500), AfterValidator(_enough_days)]


class KeepSettings(_Table):
    """`[keep]`. For how many days what is kept, 0 for good: texts as a whole, vectors, the fetch log, and flags and
    differences that are no more."""

    bodies_days: Days = 0
    vectors_days: Days = 0
    fetch_log_days: Days = 0
    history_days: Days = 0

    @property
    def anything(self) -> bool:
        """Does anything ever go?"""
        return any((self.bodies_days, self.vectors_days, self.fetch_log_days, self.history_days))

    @property
    def days_of_vectors(self) -> int:
        """A vector tells much of its sentence: none is kept longer than whole texts are."""
        return min(filter(None, (self.vectors_days, self.bodies_days)), default=0)


def _some_word(phrase: str) -> str:
    if not any(sign.isalnum() for sign in phrase):
        raise ValueError("a phrase needs a word; take it out")
    return phrase


Phrase = Annotated[str, AfterValidator(_some_word)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class OutletRuleSettings(_Table):
    """`[rules.outlets.SLUG]`: ids of rules that this outlet is not held to, and phrases that it may use."""

    disable: tuple[str, ...] = ()
    allow: tuple[Phrase, ...] = ()


class RuleSettings(_Table):
    """`[rules]`: folders of further packs, ids of rules to leave out, phrases that the house may use; and, by outlet,
    the latter two for it alone."""

    packs: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    allow: tuple[Phrase, ...] = ()
    outlets: dict[Slug, OutletRuleSettings] = {}


class LogSettings(_Table):
    """`[log]`: the file that runs are written to as JSON Lines, '' for none, and the least level that is."""

    file: str = ""
    level: Literal["debug", "info", "warning", "error"] = "info"


def _executor(given: str) -> str:
    """Raises ValueError for what is no executor."""
    if given in ("none", "threads", "processes"):
        return given
    host, separator, port = given.removeprefix(DASK).rpartition(":")
    if given.startswith(DASK) and separator and host and "/" not in host and port.isascii() and port.isdigit():
        return given
    raise ValueError('no executor; write "processes", "threads", "none" or "dask://HOST:PORT"')


@dataclass(frozen=True, slots=True)
class Source:
    """The file that settings were read from, as errors name and show it."""

    name: str = CONFIG_NAME
    text: str = ""


INTERNAL = ("folder", "source")  # fields that no file sets


class Settings(_Table):
    """Everything that can be set. Relative paths are taken from `folder`, where the settings file lies. `executor` does
    the comparing's work that needs no database; `workers` are its processes or threads on this machine."""

    database_url: str = "sqlite:///var/variorum.db"
    site: str = "site"
    outlets: str = "outlets.toml"
    executor: Annotated[str, AfterValidator(_executor)] = "processes"
    workers: Annotated[int, Field(ge=1)] = 2
    fetch: FetchSettings = FetchSettings()
    compare: CompareSettings = CompareSettings()
    report: ReportSettings = ReportSettings()
    rules: RuleSettings = RuleSettings()
    keep: KeepSettings = KeepSettings()
    log: LogSettings = LogSettings()
    folder: Annotated[Path, Field(exclude=True)] = Path()
    source: Annotated[Source, Field(exclude=True)] = Source()

    def error(self, path: Sequence[str | int], problem: str) -> SettingsError:
        """A mistake in the value at this path, such as ("rules", "disable", 0), with file, line and the line itself."""
        return SettingsError(_fault(self.source, path, f"key '{_dotted(path)}': {problem}", unknown=False))

    def path(self, relative: str) -> Path:
        return self.folder / Path(relative).expanduser()

    @property
    def resolved_embedder(self) -> str:
        """The embedding model's name as it stands, or its folder, a relative one taken from the settings' folder."""
        given = self.compare.embedder
        if given in OWN_EMBEDDERS:
            return given
        folder = self.path(given)
        return str(folder.absolute()) if given.startswith((".", "~")) or folder.is_dir() else given

    @property
    def resolved_database_url(self) -> str:
        """The database's URL with a relative SQLite path taken from the settings' folder."""
        scheme, separator, path = self.database_url.partition(":///")
        if scheme.startswith("sqlite") and separator and path not in ("", ":memory:"):
            return f"{scheme}:///{self.path(path)}"
        return self.database_url


def load_settings(config: Path | None, *, cwd: Path) -> Settings:
    """Read the settings file named, or `variorum.toml` in `cwd`, or take the defaults where there is none.

    Raises SettingsError naming the file, the key and the remedy.
    """
    path = config or cwd / CONFIG_NAME
    if not path.is_file():
        if config is not None:
            raise SettingsError(f"{path}: no such file; write one with: variorum init")
        return Settings(folder=cwd)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: can't be read as UTF-8 text ({error})") from error
    source = Source(str(path), text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(toml_fault(str(path), text, error)) from error
    for key in INTERNAL:
        if key in data:
            raise SettingsError(_fault(source, (key,), f"unknown key '{key}'; remove it", unknown=True))
    try:
        return Settings.model_validate({**data, "folder": path.parent, "source": source})
    except ValidationError as error:
        raise SettingsError(
            "\n".join(
                _fault(source, item["loc"], _explain(item["loc"], item["type"], item["msg"]), unknown=_unknown(item))
                for item in error.errors()
            )
        ) from error


def _unknown(item: ErrorDetails) -> bool:
    """Is it the key that is wrong, not its value?"""
    return item["type"] == "extra_forbidden" or item["loc"][-1] == KEY_ITSELF


KEY_ITSELF = "[key]"  # what pydantic puts behind the path of a key of a dict that is wrong itself


def _fault(source: Source, path: Sequence[int | str], problem: str, *, unknown: bool) -> str:
    keys = [part for part in path if part != KEY_ITSELF]
    return at_line(source.name, source.text, find_place(source.text, keys, of="key" if unknown else "value"), problem)


def _dotted(path: Sequence[int | str]) -> str:
    """The keys of a path. What item of a list it is the line shows."""
    return ".".join(part for part in path if isinstance(part, str) and part != KEY_ITSELF)


def _explain(location: Sequence[int | str], kind: str, message: str) -> str:
    key = _dotted(location)
    if location[-1] == KEY_ITSELF:
        return f"key '{key}': no outlet's slug; use small letters, digits and single hyphens, such as 'harbour-post'"
    if kind != "extra_forbidden":
        return f"key '{key}': {_PLAINER.get(kind, message.removeprefix('Value error, '))}"
    table: type[BaseModel] = Settings
    for part in location[:-1]:
        # A part that is no field is the key of a dict, a name of the user's: behind it the dict's own tables go on.
        if part in table.model_fields:
            table = _table_in(table.model_fields[str(part)].annotation)
    known = sorted(set(table.model_fields) - set(INTERNAL))
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    remedy = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
    return f"unknown key '{key}'; {remedy}"


_PLAINER = {
    "tuple_type": 'must be a list, such as ["…", "…"]',
    "string_type": "must be a text in quotation marks",
    "dict_type": "must be a table",
    "model_type": "must be a table",
}


def _table_in(annotation: object) -> type[BaseModel]:
    """The table that a field is, or whose names a field holds."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
    raise TypeError(f"{annotation} holds no table")  # pydantic finds unknown keys in tables only


ExportFormat = Literal["jsonl", "csv"]

DEFAULT_CONFIG = """\
# Settings of Variorum. Every line that is commented out shows the default.
# Relative paths are taken from the folder this file lies in.

# database_url = "sqlite:///var/variorum.db"
# site = "site"
# outlets = "outlets.toml"
# executor = "processes"     # that do the comparing where there is much of it; or "threads", "none", or the scheduler
                             # of a Dask cluster such as "dask://scheduler:8786", which reads pages and computes
                             # vectors too: docs/scale.md
# workers = 2                # processes or threads of this machine

[fetch]
# Who answers for these requests: an e-mail address or a page, sent to every outlet in the User-Agent.
# `variorum fetch` does not run without it.
contact = ""
# timeout_seconds = 30.0     # for one request with its whole body; each redirect is a request
# page_seconds = 300.0       # for one address, all told: redirects, further tries and every wait between them
# outlet_seconds = 3_600.0   # for one outlet in one run; what it did not reach comes first in the next run
# run_seconds = 14_400.0     # for the fetching of one run; what it did not reach comes first in the next run
# tries = 3                  # of a request that times out, breaks off or is answered 500, 502 or 504
# crawl_delay_seconds = 60.0 # an outlet whose robots.txt asks for more between two requests is skipped
# retry_after_seconds = 60.0 # an outlet that asks for a longer wait is left alone for the run; a shorter one is kept
# max_bytes = 8_000_000      # of one decoded body
# recheck_days = 3           # how long a known page is asked for again
# extract_processes = 2      # pages read at the same time on this machine; 0: in this process, where a page has no
                             # time limit
# extract_seconds = 20.0     # for one page; then its worker is ended and the page recorded as a failure
# extract_max_bytes = 1_500_000_000   # of memory of one worker (Linux); ordinary pages take a third of it
# addresses = {}             # host = "ip:port": reach a host at a fixed, possibly private, address

[compare]
# embedder = "all-MiniLM-L6-v2"   # this one needs no download; any sentence-transformers model by name or path,
                                  # or "lexical" for the model-free floor; with another model run once:
                                  # variorum calibrate
# prompt = "query: "               # put before each sentence, where a model asks for it; or the name of one of its
                                  # prompts; without this line the model's own default holds
# dimensions = 256                # keep the first so many numbers of a vector, for models made for that
# engine = "auto"                 # what runs the model: the quickest that this processor gains from; or by name
                                  # "torch-fp32", "openvino-fp32", "openvino-bf16", "openvino-int8-fp32",
                                  # "openvino-int8-bf16" (docs/models.md)
# open_days = 10.0                # an event takes in articles for so many days after its latest one
# tagger = "auto"                 # reads the grammar that says whose words they are: what is installed of spaCy's small
                                  # English pipeline; or its package's name; "none" goes by word lists alone

[report]
# title = "Variorum"
# url = ""                   # where the site will stand, such as "https://press.example/variorum/": for its feed
# excerpt_words = 400        # of one article, over the whole site
# processes = 2              # that render many events at the same time; 0: this one does it all
# show = "all"               # or "reviewed": only what a person accepted; what was rejected is never shown

[log]
# file = ""                  # such as "var/variorum.log": what runs did and what failed, as JSON Lines
# level = "info"             # "debug": every page too; "warning": what went wrong alone; "error"

[rules]
# packs = []                 # folders with further rule packs (*.toml); how to write one: docs/rules.md
# disable = []               # ids of rules to leave out, such as "intensity.very"; `variorum rules` lists them
# allow = []                 # phrases that the house may use, such as "so-called Tern Pact": marked nowhere

# [rules.outlets.harbour-post]   # the same two for one outlet alone, by its slug
# disable = []
# allow = []

# What is older than [keep] says goes at the end of each night, or with `variorum keep`; 0 keeps it for good, else at
# least 30 days. Nothing that the report or an export shows changes by it: docs/operations.md tells what it saves.
[keep]
# bodies_days = 0            # of texts and their earlier versions stays, then, what reports and verdicts cite
# vectors_days = 0           # the most by far; needed again only where a new version of the program compares anew
# fetch_log_days = 0         # what was asked of whom
# history_days = 0           # flags and differences that are no more: how far back `variorum report diff` reaches
"""
