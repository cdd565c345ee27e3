"""Signing in to the pages by OpenID Connect: somebody else vouches for people, and no password is kept here."""

from app.web.signing_in.sessions import Person, install, person_of

__all__ = ["Person", "install", "person_of"]
