"""``python -m kopdata``."""

import os
import sys


def _quiet_libraries() -> None:
    """Let what Python says of errors through, and nothing that a library writes past it to descriptor 2.

    Where the disk is full, the Delta writer panics in a thread of its own: that prints a page of English
    before it raises what becomes our sentence. A console of Windows takes no text through a descriptor.
    """
    errors = sys.stderr
    if sys.platform == "win32" or errors is None:
        return
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, encoding=errors.encoding, errors="replace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


if __name__ == "__main__":
    _quiet_libraries()
    from kopdata.cli import main

    sys.exit(main())
