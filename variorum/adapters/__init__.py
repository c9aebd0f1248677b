"""Adapters: heavy packages behind the plug points, each imported at first use."""
