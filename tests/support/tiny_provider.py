"""An OpenID Connect provider on loopback: hands out codes, exchanges each once, signs tokens with keys of its own."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_ID = "portal", "bí mật của cổng", "k1"


class TinyProvider:
    """`with TinyProvider() as provider:` serves it. `refused` notes why the token endpoint refused somebody."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes, self.refused = {}, []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if not self.moved():
                    self.answer(200, provider.keys())

            def moved(self):
                """Answer /moved/… with a redirect that keeps method and body."""
                if is_moved := self.path.startswith("/moved/"):
                    self.send_response(307)
                    self.send_header("Location", f"{provider.issuer}/{self.path.removeprefix('/moved/')}")
                    self.end_headers()
                return is_moved

            def do_POST(self):
                if self.moved():
                    return
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.answer(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

            def answer(self, status, content):
                text = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def settings(self):
        """Return the portal's settings for this provider."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_NAME": "Cổng VNeID",
            "OIDC_OP_AUTHORIZATION_ENDPOINT": f"{self.issuer}/authorize",
            "OIDC_OP_TOKEN_ENDPOINT": f"{self.issuer}/token",
            "OIDC_OP_JWKS_ENDPOINT": f"{self.issuer}/keys",
            "OIDC_RP_CLIENT_ID": CLIENT,
            "OIDC_RP_CLIENT_SECRET": SECRET,
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def signed_in_there(self, address, subject, *, key=None, without=(), **claims):
        """Return the query with which somebody comes back who was led to `address` and signed in as `subject`.

        `claims` and `key` are those of a provider that errs or lies; `without`: claims that it leaves out.
        """
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        now, code = int(time.time()), secrets.token_hex(8)
        honest = {"iss": self.issuer, "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 300, "auth_time": now}
        claims = honest | {"nonce": asked["nonce"]} | claims
        claims = {name: value for name, value in claims.items() if name not in without}
        self.codes[code] = asked, jwt.encode(claims, key or self.key, "RS256", headers={"kid": KEY_ID})
        return {"code": code, "state": asked["state"]}

    def token(self, sent):
        asked, token = self.codes.pop(sent["code"], ({}, ""))
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).decode()
        for why, is_right in (
            ("code", bool(token)),
            ("client", (sent["client_id"], sent["client_secret"]) == (CLIENT, SECRET)),
            ("redirect_uri", sent["redirect_uri"] == asked.get("redirect_uri")),
            ("code_verifier", proof.rstrip("=") == asked.get("code_challenge")),
        ):
            if not is_right:
                self.refused.append(why)
                return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}
