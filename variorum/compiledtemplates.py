"""Templates compiled once for many nights: each process of a night would compile them anew otherwise.

They lie in the user's cache folder, which may be removed at any time; where nothing can be kept or read there, they are
compiled as if there were none. What was compiled counts only for the same source, options, Jinja and Python.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from importlib import metadata, resources
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's own cache, in a folder of ours. What can't be kept or read is no fault: the template is at hand."""

    def __init__(self, folder: Path | None = None) -> None:
        from platformdirs import user_cache_path

        super().__init__(str(folder or user_cache_path("variorum") / "templates"))
        options = (resources.files("templates") / "__init__.py").read_text(encoding="utf-8")
        self._made_by = f"{metadata.version('jinja2')}\0{options}\0"

    def get_source_checksum(self, source: str) -> str:
        """With the options of the environment that compiles it: they are as much a part of what comes out."""
        return super().get_source_checksum(self._made_by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):  # a damaged file: it is written anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
