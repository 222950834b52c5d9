"""Loaded by every Python of a server under test: whatever reaches beyond this computer is noted and refused.

An audit hook sees each look-up of a name and each connection that Python code makes, libraries included.
"""

import ipaddress
import os
import sys
from pathlib import Path

LOG = Path(os.environ["NO_NETWORK_LOG"])


def _is_here(host: object) -> bool:
    if host in {None, "", "localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a socket of this computer has a path
    elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        found = arguments[1] if event == "socket.sendto" else arguments[0]
        host = found[0] if isinstance(found, tuple) else found
    else:
        return
    if not _is_here(host):
        with LOG.open("a", encoding="utf-8") as log:
            log.write(f"{event} {host}\n")
        raise PermissionError(f"no network in this test: {event} {host}")


sys.addaudithook(_refuse)
