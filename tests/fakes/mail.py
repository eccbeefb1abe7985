"""A mail server of a few words on loopback: takes every mail and keeps it; it offers no encryption."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any


class MailServer:
    """Runs while the `with` block does; `mails` holds what it was sent. `refuses` answers every sender with 451."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = refuses
        handler = type("Handler", (_Handler,), {"server_of_mails": self})
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(socketserver.StreamRequestHandler):
    server_of_mails: Any

    def handle(self) -> None:
        self._say("220 here")
        for line in self.rfile:
            word = line.decode("ascii", "replace").split()[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "MAIL" and self.server_of_mails.refuses:
                self._say("451 later")
            elif word == "DATA":
                self._say("354 go on")
                self._take()
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        self.server_of_mails.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
