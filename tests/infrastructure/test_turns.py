"""Answers are made one after the other, unless one takes long."""

import threading

from diplotrack import turns
from diplotrack.turns import Turns

LONG = 30  # seconds that no test waits


class Application:
    """Answers when it is told to; notes who came in."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.came = threading.Semaphore(0)
        self.go_on = threading.Event()

    def __call__(self, environ, start_response):
        self.inside.append(environ["PATH_INFO"])
        self.came.release()
        assert self.go_on.wait(LONG)
        return [b"answered"]


def asking(answers: Turns, path: str) -> threading.Thread:
    thread = threading.Thread(target=answers, args=({"PATH_INFO": path}, None))
    thread.start()
    return thread


def test_the_next_waits_for_its_turn(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", LONG)
    application = Application()
    answers = Turns(application)
    first = asking(answers, "/first/")
    assert application.came.acquire(timeout=LONG)
    second = asking(answers, "/second/")
    assert not application.came.acquire(timeout=0.1)

    application.go_on.set()
    first.join(LONG)
    second.join(LONG)
    assert application.inside == ["/first/", "/second/"]


def test_but_not_longer_than_a_moment():
    application = Application()
    answers = Turns(application)
    threads = [asking(answers, path) for path in ("/slow/", "/quick/")]
    assert application.came.acquire(timeout=LONG)
    assert application.came.acquire(timeout=LONG)  # while the other is still being made

    application.go_on.set()
    for thread in threads:
        thread.join(LONG)


def test_a_turn_is_over_when_the_answer_fails_and_before_its_body_is_read():
    def fails(environ, start_response):
        raise ValueError

    def streams(environ, start_response):
        yield b"read when the turn is over"

    for application in (fails, streams):
        answers = Turns(application)
        try:
            body = answers({}, None)
        except ValueError:
            body = ()
        assert not answers._turn.locked()
        assert list(body) in ([], [b"read when the turn is over"])
