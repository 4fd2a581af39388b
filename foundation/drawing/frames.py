"""The messages between the drawing service and those who ask it: a head as JSON, and bytes behind it."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

Frame = tuple[dict[str, Any], bytes]

_LENGTHS = struct.Struct(">IQ")  # of the head, of the bytes


def packed(head: dict[str, Any], content: bytes = b"") -> bytes:
    written = json.dumps(head).encode()
    return _LENGTHS.pack(len(written), len(content)) + written + content


def receive(connection: socket.socket) -> Frame:
    """Return the next message. Raises EOFError when the other end has closed, TimeoutError as the socket says."""
    head_length, length = _LENGTHS.unpack(_exactly(connection, _LENGTHS.size))
    head = json.loads(_exactly(connection, head_length))
    return head, _exactly(connection, length)


def _exactly(connection: socket.socket, length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        piece = connection.recv(min(length - len(content), 1 << 20))
        if not piece:
            raise EOFError("the other end has closed")
        content += piece
    return bytes(content)


async def read(reader: asyncio.StreamReader) -> Frame:
    """Return the next message. Raises asyncio.IncompleteReadError, an EOFError, when the other end has closed."""
    head_length, length = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
    return json.loads(await reader.readexactly(head_length)), await reader.readexactly(length)
