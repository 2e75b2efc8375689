"""What a test asked of the live server is answered before its rows are deleted."""

import http.client
import time

import pytest

from tests.conftest import answering

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_server_that_nobody_asks_is_not_answering(live_server):
    assert not answering()


def test_a_reader_who_stays_is_being_answered_and_one_who_left_is_not(live_server):
    reader = http.client.HTTPConnection("127.0.0.1", live_server.thread.port, timeout=10)
    reader.request("GET", "/healthz/")
    assert reader.getresponse().read()
    assert answering()
    reader.close()
    until = time.monotonic() + 10
    while answering() and time.monotonic() < until:
        time.sleep(0.01)
    assert not answering()
