"""Variorum: how several outlets covered one event, side by side and word by word."""

from importlib.metadata import version

__version__ = version("variorum")
