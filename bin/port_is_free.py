"""Stop with one sentence when nobody could listen on this port of 127.0.0.1."""

import socket
import sys


def main(text: str) -> str | None:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        return f"diplotrack: PORT must be a number from 1 to 65535, not {text!r}."
    with socket.socket() as probe:
        # As the server does it: a port whose last connection is still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            return f"diplotrack: no permission to listen on port {text}; try PORT=8000."
        except OSError:
            return (
                f"diplotrack: port {text} is busy. Stop what listens there, "
                f"or choose another: make run PORT=8001"
            )
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
