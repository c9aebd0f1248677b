"""`variorum outlets check`, against the invented newsroom and against servers that misbehave."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from scraper.fetch import Client
from scraper.outlets import parse_outlets
from tests.conftest import Run
from tests.hostile import outlets as hostile_outlets
from tests.hostile import serve_hostile
from variorum.demo.server import serve
from variorum.extraction import Extraction
from variorum.outletcheck import CheckLine, check_outlets
from variorum.settings import FetchSettings, Settings

OUTLETS = (files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8")
NIGHT = datetime(2025, 3, 12, 3, tzinfo=UTC)


def write(folder: Path, outlets: str, hosts: dict[str, str]) -> None:
    (folder / "outlets.toml").write_text(outlets, encoding="utf-8")
    addresses = "".join(f'"{host}" = "{at}"\n' for host, at in hosts.items())
    settings = f'[fetch]\ncontact = "tests@variorum.example"\nextract_processes = 0\n[fetch.addresses]\n{addresses}'
    (folder / "variorum.toml").write_text(settings, encoding="utf-8")


def test_all_of_the_invented_newsroom_works_and_nothing_is_stored(variorum: Run, tmp_path: Path) -> None:
    with serve(1) as newsroom:
        write(tmp_path, OUTLETS, newsroom.hosts)
        done = variorum("outlets", "check")
        log = newsroom.log
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    slugs = [outlet.slug for outlet in parse_outlets(OUTLETS, source="outlets.toml")]
    assert [line.split()[1] for line in lines] == [slug for slug in slugs for _ in ("robots", "listing", "page")]
    assert all(line.startswith("ok") for line in lines)
    by_slug = {line.split()[1]: line for line in lines if "  robots  " in line}
    assert "asks for 0.2 s" in by_slug["pba"]
    assert any("newest 2025-03-1" in line for line in lines)
    assert all(" words" in line for line in lines if "  page  " in line)
    assert len(log) == len(slugs) * 3, "robots.txt, one listing and one page of each"
    assert not any(entry.path.startswith("/members/") for entry in log)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outlets.toml", "variorum.toml"]


def test_what_has_rotted_is_told_and_the_exit_status_says_so(variorum: Run, tmp_path: Path) -> None:
    with serve(1) as newsroom:
        write(tmp_path, OUTLETS.replace("/rss/all.xml", "/rss/gone.xml"), newsroom.hosts)
        done = variorum("outlets", "check", "meridian", "ledger")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line.split()[:3] for line in lines if line.startswith("FAIL")] == [
        ["FAIL", "meridian", "feed"],
        ["FAIL", "meridian", "page"],
    ]
    assert "gone: http://meridian-wire.example/rss/gone.xml answered 404" in lines[1]
    assert {line.split()[1] for line in lines} == {"meridian", "ledger"}


def test_an_unknown_outlet_is_unusable(variorum: Run, tmp_path: Path) -> None:
    write(tmp_path, OUTLETS, {})
    done = variorum("outlets", "check", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr
    assert "Traceback" not in done.stderr


def test_hostile_servers_get_their_lines_too() -> None:
    fetch = FetchSettings(contact="tests@variorum.example", tries=1, page_seconds=10.0)
    with serve_hostile() as newsroom:
        get = Client(agent="Variorum/0.1 (+mailto:a@b.example)", timeout=1.5, addresses=newsroom.addresses)
        read = Extraction(processes=0, seconds=20, max_bytes=1_000_000_000)
        lines: dict[str, list[CheckLine]] = {}
        settings = Settings(fetch=fetch)
        for line in check_outlets(
            hostile_outlets(), settings, get, read, now=lambda: NIGHT, sleep=lambda seconds: None
        ):
            lines.setdefault(line.outlet, []).append(line)
        asked = newsroom.log
    assert [line.ok for line in lines["honest"]] == [True, True, True]
    assert [(line.what, line.ok) for line in lines["drip"]] == [("robots", True), ("feed", True), ("page", False)]
    assert [line.what for line in lines["drip-robots"]] == ["robots"]
    assert lines["robots-slow"][0].found.startswith("crawl delay")
    assert [(line.what, line.ok) for line in lines["bomb-map"]][1] == ("sitemap", False)
    assert set(lines) == {outlet.slug for outlet in hostile_outlets()}
    assert not any(entry.path.startswith("/closed/") for entry in asked)
