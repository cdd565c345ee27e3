"""One attempt: what arrives, what counts as taken, and where nothing is ever sent."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.services.webhooks.deliveries import Letter, Outcome
from app.settings import Settings
from app.webhooks.sending import send
from tests.app.webhooks.conftest import quick_settings
from tests.app.webhooks.receiver import Receiver, answer, drip, flood, hang, nonsense

SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def letter(url: str, body: str = '{"data":{},"type":"webhook.test"}') -> Letter:
    return Letter("delivery-1", 1, "event-1", url, SECRET, body)


def test_what_arrives_is_signed_and_says_what_it_is(receiver: Receiver, settings: Settings) -> None:
    outcome = send(letter(receiver.url, '{"name":"Überlingen – été","type":"webhook.test"}'), settings)
    assert outcome == Outcome(status=204)
    [got] = receiver.received
    assert got.is_signed_with(SECRET)
    assert (got.path, got.event_id, got.headers["content-type"]) == ("/told", "event-1", "application/json")
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.document["name"] == "Überlingen – été"


def test_who_has_another_secret_or_another_body_sees_that_it_is_not_right(
    receiver: Receiver, settings: Settings
) -> None:
    send(letter(receiver.url), settings)
    [got] = receiver.received
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 32).verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body.replace(b"test", b"tost"), got.headers)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_every_status_of_success_is_taken(receiver: Receiver, settings: Settings, status: int) -> None:
    receiver.behave = answer(status)
    assert send(letter(receiver.url), settings).is_delivered


@pytest.mark.parametrize("status", [304, 400, 401, 404, 410, 429, 500, 502, 503])
def test_any_other_status_is_not(receiver: Receiver, settings: Settings, status: int) -> None:
    receiver.behave = answer(status, b"" if status == 304 else b"the reason is a secret")
    outcome = send(letter(receiver.url), settings)
    assert (outcome.is_delivered, outcome.status) == (False, status)
    assert "secret" not in outcome.told


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_followed(receiver: Receiver, settings: Settings, status: int) -> None:
    receiver.behave = answer(status, Location=f"http://127.0.0.1:{receiver.port}/elsewhere")
    assert send(letter(receiver.url), settings).status == status
    assert [got.path for got in receiver.received] == ["/told"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("7", 7), ("0", 0), ("99999999999999999999", 86400), ("soon", None), ("-3", None), ("", None), ("٣", None)],
)
def test_it_is_heard_how_long_to_wait(
    receiver: Receiver, settings: Settings, stated: str, expected: int | None
) -> None:
    receiver.behave = answer(429, Retry_After=stated) if stated.isascii() else answer(429)
    wait = send(letter(receiver.url), settings).retry_after
    assert wait == (None if expected is None else timedelta(seconds=expected))


def test_a_moment_to_wait_for_is_heard_too(receiver: Receiver, settings: Settings) -> None:
    receiver.behave = answer(503, Retry_After="Wed, 21 Oct 2065 07:28:00 GMT")
    assert send(letter(receiver.url), settings).retry_after == timedelta(days=1)
    receiver.behave = answer(503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")
    assert send(letter(receiver.url), settings).retry_after == timedelta()


@pytest.mark.parametrize("behaviour", [hang, drip], ids=["hangs", "drips"])
def test_who_takes_too_long_is_not_waited_for(receiver: Receiver, settings: Settings, behaviour: object) -> None:
    receiver.behave = behaviour  # type: ignore[assignment] # mypy joins the two to an object
    began = monotonic()
    outcome = send(letter(receiver.url), settings)
    assert not outcome.is_delivered
    assert monotonic() - began < 5


def test_an_answer_without_an_end_is_taken_and_not_read(receiver: Receiver, settings: Settings) -> None:
    receiver.behave = flood
    assert send(letter(receiver.url), settings) == Outcome(status=200)


def test_what_is_no_http_is_no_answer(receiver: Receiver, settings: Settings) -> None:
    receiver.behave = nonsense
    assert send(letter(receiver.url), settings).told == "it did not answer in HTTP"


def test_where_nobody_listens_there_is_no_connection(settings: Settings) -> None:
    assert send(letter("http://127.0.0.1:9/"), settings).told == "no connection could be made"


def test_what_this_machine_may_be_told_in_tests_it_is_not_told_in_earnest(receiver: Receiver, tmp_path: Path) -> None:
    earnest = quick_settings(tmp_path, webhook_loopback=False)
    assert send(letter(receiver.url), earnest).told == "a webhook is an address that begins with https://"
    assert receiver.received == []


class Names:
    """Leads one name elsewhere each time it is looked up."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


INWARD = """127.0.0.1 10.1.2.3 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1 fd00::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1::""".split()


@pytest.mark.parametrize("address", INWARD)
def test_a_name_that_leads_inward_gets_no_connection(receiver: Receiver, tmp_path: Path, address: str) -> None:
    earnest = quick_settings(tmp_path, webhook_loopback=False, webhook_ports=f"443,{receiver.port}")
    for addresses in ([address], ["93.184.215.14", address]):
        outcome = send(letter(f"https://hook.example.org:{receiver.port}/"), earnest, look_up=Names(addresses))
        assert outcome.told == "the host is not in the public internet"
    assert receiver.received == []


def test_a_name_is_looked_up_once_and_the_connection_goes_where_it_led(receiver: Receiver, settings: Settings) -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    assert send(letter(f"http://localhost:{receiver.port}/told"), settings, look_up=names).is_delivered
    assert (names.asked, len(receiver.received)) == (1, 1)


def test_without_encryption_only_this_machine_is_told(receiver: Receiver, settings: Settings) -> None:
    names = Names(["93.184.215.14"])
    outcome = send(letter(f"http://localhost:{receiver.port}/told"), settings, look_up=names)
    assert outcome.told == "the host is not in the public internet"


def test_a_host_without_an_address_is_no_more_than_that(settings: Settings) -> None:
    def nowhere(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such host")

    assert send(letter("https://hook.example.org/"), settings, look_up=nowhere).told == "no connection could be made"
