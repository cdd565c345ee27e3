"""The issuer who vouches for people: the way there, and what it says about who comes back.

The library checks state, nonce, signature, audience, issuer and expiry; the exchange is protected by PKCE.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from app.errors import Forbidden, Unauthorized
from app.settings import Settings

NAME = "issuer"
SCOPES = "openid profile"


async def way_there(request: Request, settings: Settings, way_back: str) -> Response:
    """A redirect to the issuer, who sends the person back to ``way_back``."""
    answer: Response = await _client(settings).authorize_redirect(request, way_back)
    return answer


async def claims_of(request: Request, settings: Settings) -> Mapping[str, Any]:
    """What the issuer says about who comes back.

    Raises:
        Unauthorized: the issuer vouches for nobody, or what comes back is not from it.
    """
    from authlib.integrations.base_client import OAuthError
    from joserfc.errors import JoseError

    try:
        token: Mapping[str, Any] = await _client(settings).authorize_access_token(request)
    except (OAuthError, JoseError) as error:
        raise Unauthorized("Signing in did not work: the issuer does not vouch for you. Try again.") from error
    claims: Mapping[str, Any] | None = token.get("userinfo")
    if claims is None:
        raise Unauthorized("Signing in did not work: the issuer did not say who you are.")
    return claims


def tenant_named(claims: Mapping[str, Any], settings: Settings) -> str:
    """The tenant that the issuer names for a person.

    Raises:
        Forbidden: it names none.
    """
    named = claims.get(settings.oidc_tenant_claim)
    if not isinstance(named, str) or not named:
        raise Forbidden(f"You are known, but to no tenant: the claim {settings.oidc_tenant_claim!r} is missing.")
    return named


def _client(settings: Settings) -> Any:
    from authlib.integrations.starlette_client import OAuth

    if settings.oidc_client_secret is None:
        raise AssertionError("signing in was set up without the secret it needs")
    oauth = OAuth()
    return oauth.register(
        NAME,
        server_metadata_url=f"{(settings.oidc_issuer or '').rstrip('/')}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        client_kwargs={"scope": SCOPES, "code_challenge_method": "S256"},
    )
