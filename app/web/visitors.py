"""Who looks at a page, and forms that only a page of ours may send for them."""

import hmac
from typing import TypeVar

from fastapi import Request, Response

from app.errors import Forbidden
from app.settings import Settings
from app.web.presenters.keeping import Visitor
from app.web.signing_in import Person, person_of

Answer = TypeVar("Answer", bound=Response)


def visitor_of(request: Request, settings: Settings) -> Visitor:
    """Who looks, as a page needs to know it."""
    person = person_of(request)
    return Visitor(token=person.token if person else None, is_sign_in_offered=settings.oidc_issuer is not None)


def keep_private(answer: Answer, visitor: Visitor) -> Answer:
    """A page for one person is kept by nobody."""
    if visitor.token is not None:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


def sender_of(request: Request, token: str) -> Person:
    """Who sends a form.

    Raises:
        Forbidden: nobody has signed in, or the form is not from here.
    """
    person = person_of(request)
    if person is None:
        raise Forbidden("This takes somebody who has signed in.")
    if not hmac.compare_digest(token.encode(), person.token.encode()):
        raise Forbidden("This form is not from here, or from an earlier visit. Go back and try again.")
    return person
