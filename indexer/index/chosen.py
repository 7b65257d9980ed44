"""The engine that the settings name."""

from __future__ import annotations

from indexer.index.contract import Engine
from indexer.index.opensearch.address import read_address
from indexer.index.whoosh import WhooshEngine
from indexer.settings import Settings
from schemas.errors import EngineError, UsageError

WHOOSH = "whoosh"


def engine_of(settings: Settings) -> Engine:
    """Where the generations of an archive are.

    Raises UsageError when the settings cannot be used, EngineError without the package of the
    extra ``opensearch``. No request is sent yet.
    """
    if settings.engine == WHOOSH:
        return WhooshEngine(settings.home / "index")
    address = read_address(settings.engine, _login(settings), settings.engine_authorities)
    try:
        from indexer.index.opensearch.engine import OpenSearchEngine  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = f"the engine on OpenSearch needs a package that is not installed: {error.name}"
        raise EngineError(message, hint="pip install 'podshivka[opensearch]'") from error
    return OpenSearchEngine(address)


def _login(settings: Settings) -> str:
    """Name and password, "" when there are none."""
    if settings.engine_credentials is None:
        return settings.engine_login.get_secret_value()
    path = settings.engine_credentials
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"the credentials of the engine cannot be read: {error.strerror}"
        hint = "the file of engine_credentials holds NAME:PASSWORD"
        raise UsageError(message, place=str(path), hint=hint) from None
