"""gunicorn's entry: ``gunicorn -c python:searchapp.gunicorn_conf wsgi:app``.

The archive is the one at PODSHIVKA_HOME.
"""

from __future__ import annotations

from resource import RLIMIT_CORE, setrlimit

from indexer.archive import Archive
from searchapp import create_app, logs

setrlimit(RLIMIT_CORE, (0, 0))  # a dump of memory would have what readers have just asked for
archive = Archive.open()
logs.begin(archive.settings.log)
archive.settle()
app = create_app(archive)
