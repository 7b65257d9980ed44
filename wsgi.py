"""gunicorn's entry: ``gunicorn -c python:searchapp.gunicorn_conf wsgi:app``.

The archive is the one at PODSHIVKA_HOME.
"""

from __future__ import annotations

from indexer.archive import Archive
from searchapp import create_app, logs

archive = Archive.open()
logs.begin(archive.settings.log)
archive.settle()
app = create_app(archive)
