"""Whom a crawl believes: a server whose certificate nobody vouches for, or that speaks no TLS, is not asked."""

import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from oscan.settings.market import Market
from tests.fakes.app import Server
from tests.fakes.github import FakeGithub
from tests.runs import crawl, settings


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_nobody_vouches_for_is_not_believed(
    tmp_path: Path, fake: FakeGithub, watched: Market, certificate: Path
) -> None:
    server = Server(fake)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = server._server
    listener.socket = context.wrap_socket(listener.socket, server_side=True, do_handshake_on_connect=False)
    with server:
        address = server.url.replace("http:", "https:")
        report = crawl("github", settings(tmp_path / "data", github_api=address, github_token="test-token"), watched)
    assert report.status == "failed"
    assert fake.requests == [], "neither the question nor the token was sent"
    assert "its certificate is not believed (self-signed certificate)" in report.errors[0]["message"]


def test_a_server_that_speaks_no_tls_is_not_asked(tmp_path: Path, fake: FakeGithub, watched: Market) -> None:
    with Server(fake) as server:
        address = server.url.replace("http:", "https:")
        report = crawl("github", settings(tmp_path / "data", github_api=address, github_token="test-token"), watched)
    assert report.status == "failed"
    assert fake.requests == []
    assert "no encrypted connection (" in report.errors[0]["message"]
