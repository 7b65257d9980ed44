"""How gunicorn serves the site; options of its command line win over these."""

from __future__ import annotations

from searchapp.params import LONGEST_ADDRESS

bind = "127.0.0.1:8000"
workers = 2
worker_class = "searchapp.gunicorn_worker.ArchiveWorker"
http_parser = "python"
"""The worker reads the first line itself, which the compiled parser does not let it."""

preload_app = True
"""Dictionaries, settings and taxonomies are read once and shared: a worker that replaces another
answers as those beside it do. Files are opened by each worker: no handle crosses the fork."""

logger_class = "searchapp.logs.Log"
"""Who searched for what is private: events alone, and of other messages no text that a client
sent. A line per request, with addresses, is written by nothing, whatever log is named."""

forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
"""No header of a client says at which path or how the site is reached: the operator does, by
SCRIPT_NAME in the environment, ``public_url``, and the proxies that ``trusted_proxy`` names."""

limit_request_line = LONGEST_ADDRESS
"""Bytes of the first line as they come: some 20,000 Cyrillic letters. A longer one gets 414."""
