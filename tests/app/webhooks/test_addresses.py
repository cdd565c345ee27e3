"""Addresses that are refused before anything is looked up."""

from ipaddress import ip_address

import pytest

from app.services.webhooks.addresses import BadAddress, is_public, require_address
from app.settings import Settings

EARNEST, HERE = Settings(), Settings(webhook_loopback=True)

BAD = [
    "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org", "//example.org", "",
    "https://", "https:///path", "https://user@example.org/", "https://user:secret@example.org/", "https://@example.org/",
    "https://example.org:22/", "https://example.org:8443/", "https://example.org:0/", "https://example.org:99999/",
    "https://example.org:port/", "https://127.0.0.1/", "https://127.1/", "https://0x7f000001/", "https://2130706433/",
    "https://0177.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/",
    "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "https://[64:ff9b::a00:1]/", "https://0/",
    "https://example.org/#part", "https://exa mple.org/", "https://example.org/\r\nHost: other", "https://exämple.org/",
    "https://example.org\\@10.0.0.1/", "https://[::1", "https://-.-..org/", "https://" + "a" * 64 + ".org/",
    "https://example.org/" + "a" * 2000, "javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_nothing_is_sent_to(url: str) -> None:
    with pytest.raises(BadAddress):
        require_address(url, EARNEST)


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://example.org:443/a?b=c", "https://93.184.215.14/", "https://a-b.c_d.eu./x"]
)
def test_something_may_be_sent_to(url: str) -> None:
    assert require_address(url, EARNEST).hostname


def test_other_ports_are_a_setting() -> None:
    assert require_address("https://example.org:8443/", Settings(webhook_ports="443,8443")).port == 8443


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/", "http://[::1]:1/", "https://localhost:8443/"])
def test_this_machine_only_where_a_setting_allows_it(url: str) -> None:
    assert require_address(url, HERE)
    with pytest.raises(BadAddress):
        require_address(url, EARNEST)


@pytest.mark.parametrize("url", ["http://example.org/", "http://10.0.0.1/", "http://93.184.215.14/"])
def test_that_setting_opens_no_other_machine(url: str) -> None:
    with pytest.raises(BadAddress):
        require_address(url, HERE)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))
