"""Where webhooks may be sent: what can be said of an address without looking up its host.

Whether the host is public is decided when a connection is made, since names may lead elsewhere later.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from app.settings import Settings

Address = IPv4Address | IPv6Address
LONGEST = 2000
NAT64 = IPv6Network("64:ff9b::/96")


class BadAddress(ValueError):
    """Nothing may be sent there; the message says why."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also the one that it may stand for."""
    if isinstance(address, IPv6Address):
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(one is not None and not is_public(one) for one in inner):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast


def is_allowed(address: Address, settings: Settings, *, is_secure: bool) -> bool:
    """Whether something may be sent to an address. Without encryption only this machine is ever allowed."""
    if settings.webhook_loopback and address.is_loopback:
        return True
    return is_secure and is_public(address)


def require_address(url: str, settings: Settings) -> SplitResult:
    """The parts of an address to which webhooks may be sent, as far as it says so itself.

    Raises:
        BadAddress: it is none.
    """
    parts = _split(url)
    is_secure = parts.scheme == "https"
    if not is_secure and not (settings.webhook_loopback and parts.scheme == "http"):
        raise BadAddress("a webhook is an address that begins with https://")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise BadAddress("a name and a password do not belong into the address: what is sent is signed")
    if parts.fragment:
        raise BadAddress("what stands behind # is never sent")
    host = parts.hostname or ""
    literal = _literal(host)
    if literal is not None and not is_allowed(literal, settings, is_secure=is_secure):
        raise BadAddress(f"{host} is no address of the public internet")
    if literal is None and not _is_name(host):
        raise BadAddress("the address names no host")
    is_here = settings.webhook_loopback and (host == "localhost" or (literal is not None and literal.is_loopback))
    if not is_here and (443 if parts.port is None else parts.port) not in ports(settings):
        raise BadAddress(f"webhooks are sent to port {settings.webhook_ports.replace(',', ' or ')} only")
    if not is_here and not is_secure:
        raise BadAddress("a webhook is an address that begins with https://")
    return parts


def ports(settings: Settings) -> frozenset[int]:
    """The ports to which webhooks may be sent."""
    return frozenset(map(int, settings.webhook_ports.split(",")))


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>^`{|}'):
        raise BadAddress(f"an address has at most {LONGEST} characters of ASCII without blanks")
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError as error:
        raise BadAddress("this is no address") from error
    return parts


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_name(host: str) -> bool:
    """A name of labels, the last of which does not look like a number: some would read `127.1` as an address."""
    labels = host.removesuffix(".").split(".")
    last = labels[-1]
    looks_like_number = last[:1].isdigit() or last.startswith("0x")
    return bool(host) and all(_is_label(label) for label in labels) and not looks_like_number


def _is_label(label: str) -> bool:
    return 0 < len(label) <= 63 and all(one.isalnum() or one in "-_" for one in label)
