"""Settings from `variorum.toml`: every key has a default, an unknown key is an error that names it."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from variorum.errors import SettingsError

CONFIG_NAME = "variorum.toml"
DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
LEXICAL_EMBEDDER = "lexical"
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
    days for which an event stays open after its latest article; and the tagger: "auto", "none" or a package's name."""

    embedder: Annotated[str, Field(min_length=1)] = DEFAULT_EMBEDDER
    prompt: str | None = None
    dimensions: Annotated[int, Field(ge=1)] | None = None
    open_days: Annotated[float, Field(gt=0, le=3650, allow_inf_nan=False)] = 10.0
    tagger: Annotated[str, Field(min_length=1)] = "auto"

    @model_validator(mode="after")
    def _lexical_has_neither(self) -> Self:
        if self.embedder == LEXICAL_EMBEDDER and (self.prompt is not None or self.dimensions is not None):
            raise ValueError(f'embedder = "{LEXICAL_EMBEDDER}" has neither prompt nor dimensions; leave both out')
        return self


class ReportSettings(_Table):
    """`[report]`."""

    title: str = "Variorum"
    excerpt_words: Annotated[int, Field(ge=0)] = 400


class RuleSettings(_Table):
    """`[rules]`: folders of further packs, and rule ids to leave out."""

    packs: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()


class Settings(_Table):
    """Everything that can be set. Relative paths are taken from `folder`, where the settings file lies."""

    database_url: str = "sqlite:///var/variorum.db"
    site: str = "site"
    outlets: str = "outlets.toml"
    fetch: FetchSettings = FetchSettings()
    compare: CompareSettings = CompareSettings()
    report: ReportSettings = ReportSettings()
    rules: RuleSettings = RuleSettings()
    folder: Annotated[Path, Field(exclude=True)] = Path()

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
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: can't be read as UTF-8 text ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    if "folder" in data:
        raise SettingsError(f"{path}: unknown key 'folder'; remove it")
    try:
        return Settings.model_validate({**data, "folder": path.parent})
    except ValidationError as error:
        lines = [f"{path}: {_explain(list(item['loc']), item['type'], item['msg'])}" for item in error.errors()]
        raise SettingsError("\n".join(lines)) from error


def _explain(location: list[int | str], kind: str, message: str) -> str:
    key = ".".join(str(part) for part in location)
    if kind != "extra_forbidden":
        return f"key '{key}': {message}"
    table: type[BaseModel] = Settings
    for part in location[:-1]:
        annotation = table.model_fields[str(part)].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            break
        table = annotation
    known = sorted(set(table.model_fields) - {"folder"})
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    remedy = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
    return f"unknown key '{key}'; {remedy}"


ExportFormat = Literal["jsonl", "csv"]

DEFAULT_CONFIG = """\
# Settings of Variorum. Every line that is commented out shows the default.
# Relative paths are taken from the folder this file lies in.

# database_url = "sqlite:///var/variorum.db"
# site = "site"
# outlets = "outlets.toml"

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
# extract_processes = 2      # pages read at the same time; 0: in this process, where a page has no time limit
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
# open_days = 10.0                # an event takes in articles for so many days after its latest one
# tagger = "auto"                 # reads the grammar that says whose words they are: what is installed of spaCy's small
                                  # English pipeline; or its package's name; "none" goes by word lists alone

[report]
# title = "Variorum"
# excerpt_words = 400        # of one article, over the whole site

[rules]
# packs = []                 # folders with further rule packs (*.toml)
# disable = []               # rule ids to leave out
"""
