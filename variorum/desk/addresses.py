"""Addresses of the desk's pages, which keep how the queue was narrowed."""

from __future__ import annotations

from urllib.parse import urlencode

from variorum.desk.choosing import Choice


def queue_path(choice: Choice) -> str:
    return f"/?{choice.query}" if choice.query else "/"


def item_path(item: str, choice: Choice) -> str:
    return f"/item/{item}" + (f"?{choice.query}" if choice.query else "")


def batch_path(item: str, by: str, choice: Choice) -> str:
    query = urlencode({"item": item, "by": by})
    return f"/batch?{query}" + (f"&{choice.query}" if choice.query else "")
