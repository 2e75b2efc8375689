"""The benchmark's load client, against a running site."""

from diplotrack.bench.client import Client


def test_the_client_measures_an_answer(live_server):
    sample = Client(live_server.thread.port).measure(["/healthz/"], count=4, clients=2)
    assert len(sample.times) == 4
    assert 0 < sample.p50 <= sample.p95


def test_the_client_takes_a_refusal_as_not_there(live_server):
    sample = Client(live_server.thread.port).measure(["/nowhere/"], count=4)
    assert not sample.there
    assert sample.figures() == {"status": 404}
