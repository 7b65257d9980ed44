from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def take_html(tmp_path: Path, take: Callable[..., Any]) -> Callable[..., Any]:
    """Ingest a page: ``take_html(text or bytes)``."""

    def run(page: str | bytes, **options: Any) -> Any:
        path = tmp_path / "page.html"
        path.write_bytes(page.encode() if isinstance(page, str) else page)
        return take(path, **options)

    return run
