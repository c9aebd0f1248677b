"""`schedule systemd`: a service and a timer, as a script that installs them or as two files."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from variorum.errors import InputError
from variorum.scheduling import Job

SYSTEM_FOLDER: Final = "/etc/systemd/system"
USER_FOLDER: Final = '"${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user"'
END: Final = "end-of-unit"


def units(job: Job, *, name: str, user: str | None, writes: Iterable[Path] = ()) -> dict[str, str]:
    """Both units by file name: of the caller's own service manager, or of the system's where `user` names who runs
    the night. `writes` are folders outside the usual places that the system's unit leaves writable."""
    return {f"{name}.service": _service(job, user, writes), f"{name}.timer": _timer(job)}


def _service(job: Job, user: str | None, writes: Iterable[Path]) -> str:
    nightly = " ".join(_word(part) for part in job.command("nightly"))
    status = " ".join(_word(part) for part in job.command("status"))
    return f"""\
[Unit]
Description=Variorum: fetch, compare and report
{_after_network(user)}
[Service]
Type=oneshot
{f"User={user}" if user else "# Runs as whoever installed it."}
WorkingDirectory={_specifiers(str(job.folder))}
Environment=PYTHONUTF8=1
# The colon: nothing in the line is taken for a variable.
ExecStart=:{nightly}
# What the night found to look at ends its part of the journal.
ExecStopPost=-:{status}
# 1: done, though an outlet or a page failed; `variorum status` names it. 143: ended by SIGTERM, to be taken up again.
SuccessExitStatus=1 143
# The program winds up within ten seconds of a SIGTERM and ends its workers itself.
KillMode=mixed
TimeoutStopSec=30
# A night that would run into the next is ended; the next one goes on where it stopped.
TimeoutStartSec=20h
Nice=10
IOSchedulingClass=best-effort
IOSchedulingPriority=7
# Nothing below keeps a model from computing or a file of yours from being written.
NoNewPrivileges=true
LockPersonality=true
RestrictRealtime=true
RestrictSUIDSGID=true
SystemCallArchitectures=native
{_system_only(writes) if user else ""}"""


def _after_network(user: str | None) -> str:
    if user is None:
        return ""  # a user's service manager has no such target
    return "Wants=network-online.target\nAfter=network-online.target\n"


def _system_only(writes: Iterable[Path]) -> str:
    """What a user's own service manager may be unable to set up."""
    folders = " ".join(_word(f"-{folder}") for folder in writes)
    return (
        f"""\
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=true
ProtectSystem=full
{f"ReadWritePaths={folders}" if folders else ""}
""".rstrip("\n")
        + "\n"
    )


def _timer(job: Job) -> str:
    return f"""\
[Unit]
Description=Variorum, every night

[Timer]
# Local time of this machine; add a zone behind it, such as UTC or Europe/Lisbon, for another.
OnCalendar=*-*-* {job.at:%H:%M}:00
# A night that was missed because the machine was off is made up for.
Persistent=true
# Not every installation at the same minute; here always at the same one.
RandomizedDelaySec=15min
FixedRandomDelay=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def install_script(files: Mapping[str, str], *, name: str, system: bool) -> str:
    """A script for /bin/sh that writes the units where they belong and starts the timer."""
    how = "variorum schedule systemd --system | sudo sh" if system else "variorum schedule systemd | sh"
    control = "systemctl" if system else "systemctl --user"
    parts = [
        f"#!/bin/sh\n# Two units for systemd 247 or newer. They are installed by: {how}\n"
        "# Read them first; `--write FOLDER` writes the two files alone.\n"
        f'set -eu\nfolder={SYSTEM_FOLDER if system else USER_FOLDER}\nmkdir -p "$folder"\n'
    ]
    parts += [f"cat > \"$folder/{file}\" <<'{END}'\n{text}{END}\n" for file, text in files.items()]
    parts.append("\n".join(_start(name, control, system=system)) + "\n")
    return "\n".join(parts)


def _start(name: str, control: str, *, system: bool) -> Iterator[str]:
    yield f"{control} daemon-reload"
    yield f"{control} enable --now {name}.timer"
    if not system:
        yield "# Without lingering a user's timers stop when the user logs out."
        yield 'loginctl enable-linger || echo "ask an administrator for: loginctl enable-linger $(id -un)" >&2'
    yield f"{control} list-timers {name}.timer"


def write_units(files: Mapping[str, str], folder: Path, *, name: str, system: bool) -> Iterator[str]:
    """Write the units into a folder and tell what is left to do. Raises InputError where it can't be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
            yield f"{folder / file}: written"
    except OSError as error:
        raise InputError(f"{folder}: can't be written: {error.strerror or error}; choose another folder") from error
    control = "systemctl" if system else "systemctl --user"
    where = SYSTEM_FOLDER if system else "~/.config/systemd/user"
    yield f"in {where} they are started by: {control} daemon-reload && {control} enable --now {shlex.quote(name)}.timer"


def _specifiers(text: str) -> str:
    """Text in which systemd finds none of its % specifiers."""
    return text.replace("%", "%%")


def _word(text: str) -> str:
    """One word of a list in a unit."""
    quoted = _specifiers(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"' if quoted != text or not text.isascii() or set(text) & set(" '\";#") else text
