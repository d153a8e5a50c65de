"""A real mail server on a socket of its own, that can be slow, refuse, or put a stranger off for a while."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.fakes.services import free_port

USER, PASSWORD = "truc", "năm con voi"


class MailFake:
    """`wrong` addresses are refused, `later` is how many more recipients are put off, `slow` seconds pass at each."""

    def __init__(self, folder: Path | None = None, *, at_once: bool = False) -> None:
        self.mails: list[EmailMessage] = []
        self.wrong: set[str] = set()
        self.later = 0
        self.slow = 0.0
        self.port = free_port()
        self.tls: list[bool] = []
        self.tries = 0
        if folder is not None:
            self.context, self.trusts = _vouched(folder)
            more: dict[str, Any] = {"ssl_context": self.context} if at_once else {"tls_context": self.context}
            more |= {} if at_once else {"require_starttls": True}
            more |= {"authenticator": self._sign_in, "auth_required": True, "auth_require_tls": not at_once}
        else:
            more = {}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **more)

    def __enter__(self) -> MailFake:
        # The controller waits for its own server by a connection without TLS trust: it is not ours to verify.
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _sign_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = data.login == USER.encode() and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:
        self.tries += 1
        if self.slow:
            await asyncio.sleep(self.slow)
        if address in self.wrong:
            return f"550 5.1.1 <{address}> unknown"
        if self.later:
            self.later -= 1
            return f"451 4.7.1 <{address}> greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.tls.append(server.transport.get_extra_info("ssl_object") is not None)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


def _vouched(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for 127.0.0.1, and a context that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "mail.pem").write_bytes(pem + private)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(folder / "mail.pem")
    return server, ssl.create_default_context(cadata=pem.decode())
