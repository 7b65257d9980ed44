"""Regions, topics, people and organisations of an article, from its text.

``tag(article, analyzer)`` gives ``Tags``. Each ``Tag`` has its value, whether the article's
metadata gave it or its text, the words that speak for it, and how sure it is. What metadata gives
wins.
"""

from __future__ import annotations

from indexer.tagging.model import Tag, Tags
from indexer.tagging.tagger import Tagger, tag

__all__ = ["Tag", "Tagger", "Tags", "tag"]
