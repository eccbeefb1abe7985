"""Turns notices into one message of a channel: JSON to a webhook, a notice in a Matrix room, or one mail."""

import hashlib
import json
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from oscan import __version__
from oscan.errors import OscanError
from oscan.settings import Settings

if TYPE_CHECKING:
    from oscan.commands.notices import Notice

CHANNELS = ("webhook", "matrix", "mail")
SECONDS = 20.0
"""Longest time for one message."""
MOST_BYTES = 64 * 1024
"""Of an answer; nothing in it is used."""


def send(settings: Settings, channel: str, notices: Sequence["Notice"]) -> None:
    """Send notices by one channel, in the language of the settings. Raises OscanError if it does not take them."""
    {"webhook": _webhook, "matrix": _matrix, "mail": _mail}[channel](settings, notices)


def text_of(settings: Settings, notices: Sequence["Notice"]) -> str:
    """All notices as plain text."""
    words = (notice.words(settings.notify_lang) for notice in notices)
    return "\n\n".join(f"{title}\n{text}" for title, text in words)


def _webhook(settings: Settings, notices: Sequence["Notice"]) -> None:
    lines = []
    for notice in notices:
        title, text = notice.words(settings.notify_lang)
        lines.append({"event": notice.event, "title": title, "text": text, "facts": notice.facts})
    document = {"software": f"oscan {__version__}", "text": text_of(settings, notices), "notices": lines}
    _post(settings.notify_webhook, "POST", document, {}, "the webhook")


def _matrix(settings: Settings, notices: Sequence["Notice"]) -> None:
    server, _, room = settings.notify_matrix.rpartition("/")
    body = {"msgtype": "m.notice", "body": text_of(settings, notices)}
    # The homeserver drops a second event under the same number: a message sent again after a crash shows once.
    number = hashlib.sha256(json.dumps([body, [notice.key for notice in notices]]).encode()).hexdigest()[:32]
    address = f"{server}/_matrix/client/v3/rooms/{quote(room, safe='')}/send/m.room.message/{number}"
    _post(address, "PUT", body, {"Authorization": f"Bearer {settings.notify_matrix_token}"}, settings.notify_matrix)


def _post(address: str, method: str, document: Any, headers: dict[str, str], subject: str) -> None:
    from crawler.single import Message, fetch
    from oscan.errors import SourceError

    message = Message(method, json.dumps(document, ensure_ascii=False).encode(), headers)
    try:
        fetch(address, f"oscan/{__version__}", MOST_BYTES, SECONDS, message)
    except SourceError as error:
        raise OscanError(subject, error.fact, "") from None  # the address itself may be a secret


def _mail(settings: Settings, notices: Sequence["Notice"]) -> None:
    recipients = settings.notify_mail.replace(",", " ").split()
    title = notices[0].words(settings.notify_lang)[0]
    more = {"de": f" (und {len(notices) - 1} weitere)", "en": f" (and {len(notices) - 1} more)"}
    mail = EmailMessage()
    mail["Subject"] = f"oscan: {title}{more[settings.notify_lang] if len(notices) > 1 else ''}"[:200]
    mail["From"] = sender = settings.notify_mail_from or recipients[0]
    mail["To"] = ", ".join(recipients)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text_of(settings, notices))
    try:
        with _connected(settings, sender.rpartition("@")[2].strip("> ")) as line:
            line.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        fact = f"does not take the mail ({str(error)[:200] or type(error).__name__})"
        raise OscanError(f"mail server {settings.notify_mail_server}", fact, "") from None


def _connected(settings: Settings, own: str) -> smtplib.SMTP:
    """A connection to the mail server, encrypted wherever it leaves this machine or a password is sent.

    `own` is the name by which we introduce ourselves: else the name of this machine would be looked up.
    """
    place = urlsplit(f"//{settings.notify_mail_server}")
    host, port = place.hostname or "localhost", place.port or 25
    trust = ssl.create_default_context()
    if port == smtplib.SMTP_SSL_PORT:
        line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, own, timeout=SECONDS, context=trust)
    else:
        line = smtplib.SMTP(host, port, own, timeout=SECONDS)
        line.ehlo()
        if line.has_extn("starttls"):
            line.starttls(context=trust)
        elif settings.notify_mail_user or host not in ("localhost", "127.0.0.1", "::1"):
            line.close()
            raise smtplib.SMTPException("it offers no encryption (STARTTLS)")
    if settings.notify_mail_user:
        line.login(settings.notify_mail_user, settings.notify_mail_password)
    return line
