"""Somebody who vouches for people: a small OpenID Connect issuer on the loopback, with keys of its own."""

import base64
import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from app import clock

CLIENT, SECRET = "quorum", "between us"


class Issuer:
    """What it says about the person that comes next is ``claims``; ``spoil`` changes the token before it is signed."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.key, self.foreign = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))
        self.claims: dict[str, Any] = {}
        self.spoil: dict[str, Any] = {}
        self.signs_with = self.key
        self._asked: dict[str, dict[str, str]] = {}
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self._configuration)
        self.app.get("/keys")(self._keys)
        self.app.get("/authorize")(self._authorize)
        self.app.post("/token")(self._token)

    def vouches(self, **claims: Any) -> None:
        self.claims, self.spoil, self.signs_with = {"sub": "42", **claims}, {}, self.key

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def _authorize(self, request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        code = secrets.token_urlsafe(8)
        self._asked[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def _token(self, code: str = Form(), code_verifier: str = Form()) -> JSONResponse:
        asked = self._asked.pop(code)
        digest = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")
        if digest != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(clock.running().timestamp())
        said = {"iss": self.address, "aud": CLIENT, "nonce": asked["nonce"], "iat": now, "exp": now + 60}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, said | self.claims | self.spoil, self.signs_with)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


@contextmanager
def issuing(port: int) -> Iterator[Issuer]:
    """An issuer that answers on this port."""
    issuer = Issuer(port)
    server = uvicorn.Server(uvicorn.Config(issuer.app, port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = monotonic() + 20
    while not server.started and monotonic() < until:
        sleep(0.02)
    yield issuer
    server.should_exit = True
    thread.join()
