"""Write down what this version gives: ``python -m tests.analysis.golden``, once a VERSION."""

from __future__ import annotations

import json
import sys

from indexer.analysis.version import VERSION
from tests.analysis.golden.record import path, record

file = path(VERSION)
if file.exists():
    sys.exit(f"{file.name} exists: raise VERSION in indexer/analysis/version.py first")
file.write_text(json.dumps(record(), ensure_ascii=False, indent=0) + "\n", "utf-8")
