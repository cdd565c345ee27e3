"""The addresses of pages, made in one place."""

from urllib.parse import quote, urlencode


def topic_href(identifier: str) -> str:
    """The address of a topic's page; identifiers of type 2 contain slashes."""
    return f"/topics/{quote(identifier)}"


def changes_href(programme: str = "", identifier: str = "", cursor: str = "", page: str = "/changes") -> str:
    """The address of a list of changes; what is empty does not narrow."""
    given = {"programme": programme, "identifier": identifier, "cursor": cursor}
    narrowed = urlencode({name: value for name, value in given.items() if value})
    return f"{page}?{narrowed}" if narrowed else page


def propose_href(identifier: str, *, lead: str | None = None) -> str:
    """The form for a topic, with the lead filled in where one is known."""
    return "/propose?" + urlencode({"topic": identifier} | ({"lead": lead} if lead else {}))


def cascade_href(reference: str) -> str:
    """The address of the page of a cascade call."""
    return f"/cascade-calls/{quote(reference)}"


def cascades_href(q: str = "", status: str = "", topic: str = "", cursor: str = "") -> str:
    """The address of a list of cascade calls; what is empty does not narrow."""
    given = {"q": q, "status": status, "topic": topic, "cursor": cursor}
    narrowed = urlencode({name: value for name, value in given.items() if value})
    return f"/cascade-calls?{narrowed}" if narrowed else "/cascade-calls"
