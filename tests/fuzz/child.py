"""Reads file after file as the real child does, but lives on: a start for each would take all the time.

Takes a path a line and answers a JSON object a line: the counts of what was read, the sentence of a
refusal, what ends the real child, or the traceback of anything else.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from kopdata.errors import ImportRefusedError
from kopdata.imports.content import Content
from kopdata.imports.filetypes import examine
from kopdata.imports.parsed import ParsedFile
from kopdata.imports.reading import read_content
from kopdata.imports.worker import limit_memory


def answer(path: Path) -> dict[str, Any]:
    """Read a file to the end, the way through the folder that child and parent share included."""
    try:
        content = read_content(path, examine(path).type, path.name)
        with tempfile.TemporaryDirectory() as folder:
            content.save(Path(folder))
            parsed = ParsedFile.of(
                Content.load(Path(folder)),
                file_name=path.name,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            )
    except ImportRefusedError as refused:
        return {"refused": str(refused)}
    except MemoryError:
        return {"ended": "memory"}
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of a library in Rust: ends the real child
            return {"ended": "panic"}
        return {"raised": traceback.format_exc()}
    counts = (parsed.rows_read, parsed.accepted, len(parsed.rejected), len(parsed.left_out))
    return {"read": counts}


def main() -> None:
    """Answer until there is nothing more to read."""
    limit_memory(3_500_000_000)
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(answer(Path(line.rstrip())))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
