"""Templates compiled once for many nights: each process of a night would compile them anew otherwise.

They lie in the user's cache folder, which may be removed at any time; where nothing can be kept or read there, they are
compiled as if there were none. What was compiled counts only for the same source, options, Jinja and Python, and where
its file is whole.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib import metadata, resources
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from variorum.sitefolder import replace_file

DIGEST = hashlib.sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """A file for each template: a digest, and what Jinja makes of it. What can't be kept or read is no fault."""

    def __init__(self, folder: Path | None = None) -> None:
        from platformdirs import user_cache_path

        self._folder = folder or user_cache_path("variorum") / "templates"
        options = (resources.files("templates") / "__init__.py").read_text(encoding="utf-8")
        self._made_by = f"{metadata.version('jinja2')}\0{options}\0"

    def get_source_checksum(self, source: str) -> str:
        """With the options of the environment that compiles it: they are as much a part of what comes out."""
        return super().get_source_checksum(self._made_by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            content = (self._folder / bucket.key).read_bytes()
            if hashlib.sha256(content[DIGEST:]).digest() == content[:DIGEST]:
                bucket.bytecode_from_string(content[DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        content = bucket.bytecode_to_string()
        with suppress(OSError):  # also where another process keeps the same at this moment
            replace_file(self._folder / bucket.key, hashlib.sha256(content).digest() + content)
