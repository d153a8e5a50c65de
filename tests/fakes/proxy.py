"""A real nginx with the example's configuration, on loopback ports, and what it wrote where."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.fakes.services import free_port

EXAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf.example"
SPOOL = "/run/chungtay-nginx"  # in the example: below /run, so on no disk
_WROTE = re.compile(r"(?:pwrite64|pwritev2?|writev?|sendfile)\(\d+<([^>]*)>(?:\(deleted\))?, (.*)")


def missing() -> str:
    """Why there is no nginx to be tried here; "" where there is one."""
    wanted = [name for name in ("nginx", "strace") if shutil.which(name) is None]
    if wanted:
        return f"{' and '.join(wanted)} not installed: deploy/system-packages.sh does so for root"
    return "" if os.geteuid() == 0 else "nginx of the example is started by root"


@dataclass
class Proxy:
    """`chat` and `console` are its ports; `spool` stands for the folder that is a tmpfs."""

    chat: int
    console: int
    spool: Path
    trace: Path

    def wrote(self, words: str) -> set[str]:
        """The files into which it wrote these words; sockets are none."""
        found = set()
        for line in self.trace.read_text(errors="replace").splitlines():
            call = _WROTE.search(line)
            if call is not None and words in call[2] and not call[1].startswith(("socket:", "TCP", "pipe:")):
                found.add(call[1])
        return found


@contextmanager
def proxy(folder: Path, chat: int, console: int) -> Iterator[Proxy]:
    """nginx before these two ports; traced from its first breath."""
    made = Proxy(free_port(), free_port(), folder / "spool", folder / "trace")
    _certificate(folder)
    text = re.sub(r"listen \[::\][^;]*;", "", EXAMPLE.read_text())
    for port in (made.chat, made.console, free_port()):
        text = re.sub(r"listen (443|80)\b", f"listen 127.0.0.1:{port}", text, count=1)
    text = re.sub(r"ssl_certificate( +)[^;]*;", rf"ssl_certificate\1{folder}/cert.pem;", text)
    text = re.sub(r"ssl_certificate_key [^;]*;", f"ssl_certificate_key {folder}/key.pem;", text)
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{chat}").replace("127.0.0.1:8081", f"127.0.0.1:{console}")
    text = text.replace(SPOOL, str(made.spool))
    whole = f"user root; daemon off; pid {folder}/pid; error_log {folder}/errors warn;\n"
    whole += "worker_processes 1; events { worker_connections 2000; }\n"
    whole += f"http {{ access_log off;\n{text}\n}}\n"
    (folder / "nginx.conf").write_text(whole)
    calls = "trace=openat,open,creat,write,writev,pwrite64,pwritev,sendfile"
    command = ["strace", "-f", "-y", "-s", "300", "-e", calls, "-o", str(made.trace)]
    command += ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(made, process)
        yield made
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(made: Proxy, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    for port in (made.chat, made.console):
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise AssertionError("nginx did not start: " + (made.spool.parent / "errors").read_text()) from None
                time.sleep(0.05)


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(plain)
