"""One answer at a time is made in a worker process; the next waits its turn, but not for long."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

# Seconds. A list of a hundred takes a fifth of it; behind a page that takes longer nobody waits on.
PATIENCE = 0.05


class Turns:
    """A WSGI application that makes its answers one after the other.

    A worker has threads so that downloads which are read slowly keep nobody waiting. Threads that
    compute at once only take the interpreter from one another at every question to the database:
    four clients then got a fifth fewer answers, the slowest of them half as late again (decision
    0221). The body of a download is read after its turn is over.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        has_turn = self._turn.acquire(timeout=PATIENCE)
        try:
            return self._application(environ, start_response)
        finally:
            if has_turn:
                self._turn.release()
