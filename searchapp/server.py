"""``python -P -m searchapp.server``: gunicorn with the site, and nothing of the working folder.

gunicorn's own command puts the working folder first on the path of imports: a ``calendar.py`` that
somebody left there would run. This one never does; ``gunicorn … wsgi:app`` goes on working for
those who start it in a folder of their own.
"""

from __future__ import annotations

import argparse
from typing import Any

from gunicorn.app.base import BaseApplication

from searchapp import gunicorn_conf


class Site(BaseApplication):
    """The site with the settings of ``gunicorn_conf``, of which ``chosen`` replaces some."""

    def __init__(self, chosen: dict[str, Any]) -> None:
        self._chosen = chosen
        super().__init__()

    def load_config(self) -> None:
        """Read the settings. Called by the constructor."""
        for name, value in (vars(gunicorn_conf) | self._chosen).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application; once, before the workers are forked."""
        from wsgi import app  # noqa: PLC0415 - it opens the archive

        return app


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bind", action="append")
    parser.add_argument("--workers", type=int)
    chosen = {name: value for name, value in vars(parser.parse_args()).items() if value}
    Site(chosen).run()


if __name__ == "__main__":
    main()
