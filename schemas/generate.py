"""Write the JSON Schemas of what we accept and return: ``python -m schemas.generate [--check]``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from schemas.article import Article

FOLDER = Path(__file__).parent / "json"


def documents() -> dict[str, dict[str, Any]]:
    """The file name and content of each schema."""
    article = Article.model_json_schema()
    article["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return {"article.json": article}


def main(arguments: list[str]) -> int:
    """Write the files; with --check only say which differ. Exit code 1 when one does."""
    stale = False
    for name, document in documents().items():
        path = FOLDER / name
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path} is not what the model says; run python -m schemas.generate")  # noqa: T201
            stale = True
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
