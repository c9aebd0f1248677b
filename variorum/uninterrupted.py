"""What a fork server imports before all else (variorum.forkserver): Ctrl-C reaches every process of the terminal, and
this one would only print where it was interrupted. Whoever began it ends it."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
