"""So many requests a minute and no more, for each key, and for each address without one."""

import secrets

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.operations.rates import network_of
from app.settings import Settings


def limited(settings: Settings, per_address: int | None = None, per_key: int | None = None) -> TestClient:
    rates = {"requests_per_minute": per_address, "requests_per_minute_with_key": per_key, "workers": 0}
    return TestClient(create_app(settings.model_copy(update=rates)), client=("192.0.2.7", 5000))


def statuses(client: TestClient, number: int, **headers: str) -> list[int]:
    return [client.get("/v1/sources", headers=headers).status_code for _ in range(number)]


def test_without_a_setting_there_is_no_limit(settings: Settings) -> None:
    with limited(settings) as client:
        assert set(statuses(client, 100)) == {200}


def test_an_address_gets_so_many_answers_a_minute_and_then_hears_when_to_come_back(settings: Settings) -> None:
    with limited(settings, per_address=5) as client:
        assert statuses(client, 6) == [200] * 5 + [429]
        answer = client.get("/v1/topics")
        assert answer.headers["content-type"] == "application/problem+json"
        assert 1 <= int(answer.headers["retry-after"]) <= 120
        assert client.get("/healthz").status_code == 200


def test_another_address_has_its_own_account(settings: Settings) -> None:
    with limited(settings, per_address=2) as client:
        assert statuses(client, 3) == [200, 200, 429]
        other = TestClient(client.app, client=("192.0.2.8", 5000))
        assert statuses(other, 3) == [200, 200, 429]


def test_a_key_has_its_own_account(settings: Settings) -> None:
    with limited(settings, per_key=3) as client:
        assert statuses(client, 4, authorization="Bearer qk_one_x") == [401, 401, 401, 429]
        assert statuses(client, 1, authorization="Bearer qk_two_x") == [401]
        assert statuses(client, 10) == [200] * 10


def test_made_up_keys_are_no_way_around_the_limit_of_an_address(settings: Settings) -> None:
    with limited(settings, per_address=4, per_key=1000) as client:
        seen = [statuses(client, 1, authorization=f"Bearer qk_x_{secrets.token_hex(4)}")[0] for _ in range(8)]
        assert seen == [401] * 4 + [429] * 4


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002::/64"),
        ("2001:db8:1:2::1", "20010db800010002::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_customer_is_one_network(host: str, network: str) -> None:
    assert network_of(host) == network
