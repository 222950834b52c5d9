"""Copies of the store: everything in one file, and such a file put in the place of everything.

Who may read a copy reads all personal data in it; so making one is a right of its own.
"""

from kopdata.backup.archive import CopyRefusedError, DamagedCopyError
from kopdata.backup.held import Held
from kopdata.backup.making import Copied, backup, backup_content, backup_name
from kopdata.backup.restoring import (
    Examined,
    LastRestore,
    Restored,
    examine,
    finish_restore,
    last_restore,
    restore,
)

__all__ = [
    "Copied",
    "CopyRefusedError",
    "DamagedCopyError",
    "Examined",
    "Held",
    "LastRestore",
    "Restored",
    "backup",
    "backup_content",
    "backup_name",
    "examine",
    "finish_restore",
    "last_restore",
    "restore",
]
