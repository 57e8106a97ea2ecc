"""The network's far end: servers on this machine that answer, byte by byte, what a test tells them to."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

type Answer = bytes | Callable[[socket.socket, bytes], None]
type Serve = Callable[..., int]

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/yaml; charset=utf-8\r\n"


@contextmanager
def serving() -> Iterator[Serve]:
    """Starts servers that answer each request with the bytes a test gives, or by the function it gives."""
    listening: list[socket.socket] = []

    def start(answer: Answer, tls: ssl.SSLContext | None = None) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)

        def talk(connection: socket.socket) -> None:
            request = b""
            while b"\r\n\r\n" not in request and (more := connection.recv(4096)):
                request += more
            if callable(answer):
                answer(connection, request)
            else:
                connection.sendall(answer)
            if isinstance(connection, ssl.SSLSocket):
                connection.unwrap().close()

        def loop() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=one, args=(server.accept()[0],), daemon=True).start()

        def one(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                if tls is None:
                    talk(connection)
                    return
                with tls.wrap_socket(connection, server_side=True) as secure:
                    talk(secure)

        threading.Thread(target=loop, daemon=True).start()
        return int(server.getsockname()[1])

    try:
        yield start
    finally:
        for server in listening:
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)  # closing alone would leave its thread waiting in accept()
            server.close()


def page(body: bytes, *headers: bytes) -> bytes:
    return OK + b"".join(header + b"\r\n" for header in headers) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def to(url: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Elsewhere\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode()
