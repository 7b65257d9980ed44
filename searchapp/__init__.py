"""The site: pages and JSON over an archive. The only place that imports Flask."""

from __future__ import annotations

from searchapp.app import create_app

__all__ = ["create_app"]
