"""Clients that cost little: requests made beforehand, written to a socket, the answer read to its end."""

from __future__ import annotations

import socket
from collections.abc import Sequence

HOST = "localhost"


class Client:
    """One connection that is kept. Raises ``SystemExit`` where an answer has another status than is expected."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes, expected: int = 200) -> bytes:
        self._socket.sendall(request)
        kept = b""
        while b"\r\n\r\n" not in kept:
            kept += self._more()
        head, _, body = kept.partition(b"\r\n\r\n")
        status = int(head[9:12])
        length = _length(head) if status not in (204, 304) else 0
        parts, size = [body], len(body)
        # Without a length it is in chunks, of which the last is empty.
        while size < length if length is not None else not parts[-1].endswith(b"0\r\n\r\n"):
            parts.append(self._more())
            size += len(parts[-1])
        if status != expected:
            raise SystemExit(f"{request[:200]!r} was answered with {status}: {b''.join(parts)[:1000]!r}")
        return b"".join(parts)

    def close(self) -> None:
        self._socket.close()

    def _more(self) -> bytes:
        found = self._socket.recv(1 << 18)
        if not found:
            raise SystemExit("The web server closed the connection.")
        return found


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return None


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def one_for_each(port: int, workers: Sequence[int]) -> list[Client]:
    """A client for each worker process: which one answers a connection is chance, so until each has one."""
    found: dict[int, Client] = {}
    asking = request("GET", "/xapi/bench/trivial")
    for _ in range(500):
        client = Client(port)
        worker = int(client.ask(asking))
        if worker in workers and worker not in found:
            found[worker] = client
        else:
            client.close()
        if len(found) == len(workers):
            return list(found.values())
    raise SystemExit("One of the web workers answers nobody.")
