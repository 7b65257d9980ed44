"""Copies of an archive: taken while it is in use, checked, put in its place again."""

from indexer.archive.backup.manifest import Manifest
from indexer.archive.backup.restore import Restored, restore
from indexer.archive.backup.take import backup

__all__ = ["Manifest", "Restored", "backup", "restore"]
