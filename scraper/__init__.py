"""Outlets, discovery, polite fetching and extraction: from a feed address to an :class:`~scraper.article.Article`."""
