"""A passkey in Python: it answers what a page asks as a browser with an authenticator would."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN, NAME = "http://localhost:8000", "localhost"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40  # flags of what the authenticator says


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class SoftPasskey:
    """A key pair with its number; `uses` counts what it signed."""

    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    uses: int = 0

    def made(self, question: str, origin: str = ORIGIN) -> str:
        """Return the answer to what a page asks to make a passkey for."""
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        about_key = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + cbor2.dumps(cose)
        says = self._says(PRESENT | VERIFIED | NEW) + about_key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": says})
        client = _client("webauthn.create", question, origin)
        return self._answer(clientDataJSON=text(client), attestationObject=text(attestation))

    def signed(self, question: str, origin: str = ORIGIN) -> str:
        """Return the answer to what a page asks to sign."""
        self.uses += 1
        says, client = self._says(PRESENT | VERIFIED), _client("webauthn.get", question, origin)
        signature = self.key.sign(says + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=text(client), authenticatorData=text(says), signature=text(signature))

    def _says(self, flags: int) -> bytes:
        return hashlib.sha256(NAME.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _answer(self, **response: str) -> str:
        number = text(self.number)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})


def _client(kind: str, question: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": json.loads(question)["challenge"], "origin": origin}).encode()
