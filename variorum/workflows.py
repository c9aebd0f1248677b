"""`schedule github`: a workflow of GitHub Actions that keeps the database between nights and publishes the site."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from variorum.errors import InputError
from variorum.scheduling import Job
from variorum.settings import Settings

FROM_REPOSITORY: Final = """\
if [ -f requirements.txt ]; then
  python -m pip install --requirement requirements.txt
elif [ -f requirements.lock ] && [ -f pyproject.toml ]; then
  python -m pip install --requirement requirements.lock
  python -m pip install --no-deps .
else
  echo "::error::requirements.txt is missing: a line in it must say where pip finds Variorum"
  exit 1
fi"""
"""Without a public place of its own, the repository says where the program comes from."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie, relative to the root of the repository."""

    config: str
    database: str
    site: str


def places_of(settings: Settings, job: Job) -> Places:
    """Raises InputError where something lies outside of the repository, or the database is none that can be kept."""
    root = next((folder for folder in (job.folder, *job.folder.parents) if (folder / ".git").exists()), job.folder)
    scheme, _, path = settings.resolved_database_url.partition(":///")
    if not scheme.startswith("sqlite") or path in ("", ":memory:"):
        raise InputError(
            "a workflow keeps a database that is a file, and database_url names none; set it to sqlite:///var/variorum.db"
        )
    return Places(
        config=_inside(job.config, root, "the settings file"),
        database=_inside(Path(unquote(path)).resolve().parent, root, "the database's folder"),
        site=_inside(settings.path(settings.site).resolve(), root, "the site"),
    )


def _inside(path: Path, root: Path, what: str) -> str:
    try:
        relative = path.relative_to(root).as_posix()
    except ValueError:
        raise InputError(f"{path}: {what} must lie in the repository, {root}; change the settings") from None
    if relative == ".":
        raise InputError(f"{path}: {what} must have a folder of its own in the repository; change the settings")
    if "${{" in relative:
        raise InputError(f"{relative}: GitHub would take this path for an expression; rename it")
    return relative


def installed_from() -> str | None:
    """The public address that pip installed this program from, or None: a folder or a wheel of this machine."""
    try:
        told = distribution("variorum").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    origin = json.loads(told) if told else {}
    url = str(origin.get("url", ""))
    if not url.startswith("https://"):
        return None
    if "vcs_info" in origin:
        return f"variorum @ {origin['vcs_info']['vcs']}+{url}@{origin['vcs_info']['commit_id']}"
    return f"variorum @ {url}"


def workflow(job: Job, places: Places, *, install: str | None) -> str:
    """The workflow's text. `install` is what pip installs; without it the repository's requirements.txt says so."""
    if install is not None and "${{" in install:
        raise InputError(f"--install {install}: GitHub would take it for an expression")
    steps = FROM_REPOSITORY if install is None else f"python -m pip install {shlex.quote(install)}"
    indented = steps.replace("\n", "\n" + " " * 10)
    torch = version("torch").partition("+")[0]
    return f"""\
# Variorum, every night on GitHub's machines. Put it into .github/workflows/variorum.yml of a private repository that
# holds your settings and outlets; {places.database}/ and {places.site}/ belong into its .gitignore.
#
# Private, because the database holds whole articles, and whoever may open a pull request can read a cache.
# The first night is started by hand: Actions, Variorum, Run workflow. Under Settings, Pages, choose "GitHub Actions".
# No secret is needed. Outlets are told who asks: contact under [fetch] in the settings, which this file does not hold.
# Every page asks search engines not to list it; who may read the site is set in the repository.
name: Variorum

on:
  schedule:
    # Always UTC. GitHub may begin late, and leaves nights out under load: the next one fetches what is new since.
    - cron: "{job.at.minute} {job.at.hour} * * *"
  workflow_dispatch:

permissions:
  contents: read
  pages: write
  id-token: write

# One at a time: a second would fork the database.
concurrency:
  group: variorum
  cancel-in-progress: false

jobs:
  night:
    runs-on: ubuntu-24.04
    timeout-minutes: 350
    environment:
      name: github-pages
      url: ${{{{ steps.pages.outputs.page_url }}}}
    env:
      CONFIG: {_yaml(places.config)}
      DATABASE: {_yaml(places.database)}
      SITE: {_yaml(places.site)}
      PYTHONUTF8: "1"
      HF_HUB_OFFLINE: "1"
    defaults:
      run:
        shell: bash
    steps:
      - name: Get the settings
        uses: actions/checkout@v5
      - name: Get Python
        uses: actions/setup-python@v6
        with:
          python-version: "3.11"
      - name: Install
        run: |
          python -m pip install torch=={torch} --index-url https://download.pytorch.org/whl/cpu
          {indented}
      # GitHub drops a cache that nothing asked for in 7 days. A night without its database is not begun anew by itself:
      # decisions and verdicts of people are in it. Start it by hand where it shall begin anew.
      - name: Get the database of the night before
        id: database
        uses: actions/cache/restore@v4
        with:
          path: ${{{{ env.DATABASE }}}}
          key: variorum-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: variorum-
          fail-on-cache-miss: ${{{{ github.event_name == 'schedule' }}}}
      - name: Fetch, compare and report
        run: |
          # 1 is a night that got done, though an outlet or a page failed; the last step names it.
          variorum --config "$CONFIG" nightly || [ $? -eq 1 ]
      - name: Keep the database
        if: always() && steps.database.outcome == 'success'
        uses: actions/cache/save@v4
        with:
          path: ${{{{ env.DATABASE }}}}
          key: variorum-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
      - name: Hand over the site
        uses: actions/upload-pages-artifact@v4
        with:
          path: ${{{{ env.SITE }}}}
      - name: Publish the site
        id: pages
        uses: actions/deploy-pages@v4
      - name: Tell how it went
        if: always() && steps.database.outcome == 'success'
        run: |
          found=0
          told=$(variorum --config "$CONFIG" status) || found=$?
          printf '%s\\n' "$told"
          printf '```\\n%s\\n```\\n' "$told" >> "$GITHUB_STEP_SUMMARY"
          if [ "$found" -eq 1 ]; then
            echo "::warning title=Variorum::there is something to look at, see the summary of this run"
          else
            exit "$found"
          fi
"""


def _yaml(text: str) -> str:
    """A double-quoted scalar; JSON's strings are such."""
    return json.dumps(text, ensure_ascii=False)
