from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FILES = Path(__file__).parent / "files"


@pytest.fixture
def take_file(take: Callable[..., Any]) -> Callable[..., Any]:
    """Ingest one of the files beside the tests, by name."""

    def run(name: str, **options: Any) -> Any:
        return take(FILES / name, **options)

    return run


@pytest.fixture
def take_as(tmp_path: Path, take: Callable[..., Any]) -> Callable[..., Any]:
    """Ingest a content as a file of this name: ``take_as("a.xml", text or bytes)``."""

    def run(name: str, content: str | bytes, **options: Any) -> Any:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return take(path, **options)

    return run
