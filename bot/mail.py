"""E-mail to staff: one content-free message at a time to the operator's own mail server, over TLS that is verified."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from ipaddress import ip_address
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.channels import Outbound, Undeliverable
from bot.duty_texts import say
from locales import N_

SECONDS = 20.0  # for one message from greeting to goodbye: well within an outbox lease
_PORTS = {"smtps": 465, "smtp": 587}
_DO_NOT_ANSWER = N_("Claim or answer in the console; nobody reads answers to this mail.")
_SUBJECT = N_("Duty desk")

Tls = Literal["at_once", "starttls", "none"]


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where mail is handed over; `sender` is the address it comes from."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str | None = None
    password: str | None = None


def server_of(url: str, sender: str) -> MailServer:
    """ "smtps://user:password@host" or "smtp://…", which is STARTTLS but to this machine itself. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be smtps://user:password@host or smtp://user:password@host:587")
    here = _is_this_machine(parts.hostname)
    tls: Tls = "at_once" if parts.scheme == "smtps" else "none" if here else "starttls"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    port = parts.port or (25 if tls == "none" else _PORTS[parts.scheme])
    return MailServer(parts.hostname, port, tls, is_address(sender), user or None, password or None)


def is_address(text: str) -> str:
    """An address as it is, perhaps with a name before it; raises ValueError."""
    address = parseaddr(text)[1]
    before, at, after = address.rpartition("@")
    if not (before and at and after) or any(sign in text for sign in "\r\n"):
        raise ValueError("must be an e-mail address such as truc@example.org")
    return text


class Mail:
    """A Sender, as Telegram is one. `trusts` is for tests: who vouches for the server's name."""

    def __init__(self, server: MailServer, *, seconds: float = SECONDS, trusts: ssl.SSLContext | None = None) -> None:
        self._server, self._seconds = server, seconds
        self._trusts = trusts or ssl.create_default_context()

    async def deliver(self, address: str, message: Outbound) -> str:
        """Hand one message over. No id comes back: what was mailed can't be changed. Raises Undeliverable alone."""
        try:
            async with asyncio.timeout(self._seconds), self._open() as smtp:
                await smtp.send_message(self._written(address, message), recipients=[address])
        except Exception as error:
            raise _undeliverable(error) from None  # without the server's words: they hold the address
        return ""

    async def edit(self, address: str, message_id: str, message: Outbound) -> None:
        raise Undeliverable("no_edit", permanent=True)

    async def probe(self) -> None:
        """Whether the server lets us in at this moment. Raises Undeliverable alone."""
        try:
            async with asyncio.timeout(self._seconds), self._open() as smtp:
                await smtp.noop()
        except Exception as error:
            raise _undeliverable(error) from None

    def _open(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "at_once",
            start_tls=server.tls == "starttls",
            tls_context=self._trusts,
            timeout=self._seconds,
        )

    def _written(self, address: str, message: Outbound) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"] = self._server.sender, address
        mail["Subject"] = message.text.partition("\n")[0] or say(_SUBJECT)
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = make_msgid(domain=parseaddr(self._server.sender)[1].rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        links = [f"{label}: {where}" for where, label in message.links]
        mail.set_content("\n".join([message.text, *links, *([say(_DO_NOT_ANSWER)] if message.choices else [])]))
        return mail


def _undeliverable(error: Exception) -> Undeliverable:
    if isinstance(error.__cause__, ssl.SSLError):
        error = error.__cause__
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[one, *_]):
            return Undeliverable("wrong_address" if one.code >= 500 else "try_later", permanent=one.code >= 500)
        case aiosmtplib.SMTPRecipientRefused():
            return Undeliverable("wrong_address" if error.code >= 500 else "try_later", permanent=error.code >= 500)
        case aiosmtplib.SMTPAuthenticationError():
            return Undeliverable("sign_in", permanent=False, wait=60)
        case TimeoutError():  # aiosmtplib's are too
            return Undeliverable("timed_out", permanent=False)
        case ssl.SSLError():
            return Undeliverable("tls", permanent=False, wait=60)
        case aiosmtplib.SMTPResponseException():
            return Undeliverable("refused" if error.code >= 500 else "try_later", permanent=False)
        case aiosmtplib.SMTPException() | OSError():
            return Undeliverable("network", permanent=False)
    return Undeliverable("broken", permanent=False)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
