"""Turns a reader of foreign bytes into something that damaged bytes can be thrown at, and says what came of it."""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "kept"
SLOW = 5.0
"""CPU seconds for one input."""
LARGEST = 64 * 1024
TOKENS = (
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"&a *a", b"<<: *a", b"{", b"[" * 50, b"null", b"-1", b"1e999", b"\r\n\r\n"),
    *(b"<a href=", b"<!--", b"</article>", b'"\\ud800"', b"2026-99-99", b"true", b'""', b"|\n", b"%", b"\x1b[31m"),
    *(b"WARC/1.1\r\n", b"Content-Length: 99999999999\r\n", b"AND", b"(", b"GPL-3.0", "ß".encode("latin-1"), b"# "),
    *(b"[" * 20_000, b"[]", b"{}", b"9" * 5000, b": ", b"- ", b'"../../x"', b"0001-01-01T00:00:00", b"\n\n"),
)

Read = Callable[[bytes, random.Random], object]


@dataclass(frozen=True, slots=True)
class Target:
    """One reader of foreign bytes."""

    read: Read
    seeds: Callable[[], list[bytes]]
    allowed: tuple[type[Exception], ...] = ()
    """Errors it names."""
    apart: bool = False
    """Read each input in a process of its own: what reads it is written in C++ and could take this one along."""
    tries: int = 25
    """Inputs that the ordinary tests throw."""


def damaged(lot: random.Random, seeds: list[bytes]) -> bytes:
    """One of the seeds after a few accidents."""
    body = bytearray(lot.choice(seeds))
    for _ in range(lot.randint(1, 6)):
        begin = lot.randrange(len(body) + 1)
        end = min(len(body), begin + lot.choice((1, 1, 4, 40, 400)))
        accident = lot.randrange(6)
        if accident == 0 and body:
            body[begin % len(body)] = lot.randrange(256)
        elif accident == 1:
            del body[begin:end]
        elif accident == 2:
            body[begin:begin] = body[begin:end] * lot.choice((1, 2, 50))
        elif accident == 3:
            body[begin:end] = lot.choice(TOKENS)
        elif accident == 4:
            body[begin:end] = lot.choice(seeds)[begin:end]
        else:
            del body[begin:]
    return bytes(body[:LARGEST])


def trouble(target: Target, body: bytes, lot: random.Random) -> str | None:
    """What is wrong about how a target reads these bytes; None if nothing is."""
    return _apart(target, body, lot) if target.apart else _here(target, body, lot)


def _here(target: Target, body: bytes, lot: random.Random) -> str | None:
    begun = time.process_time()
    try:
        target.read(body, lot)
    except target.allowed:
        pass
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    spent = time.process_time() - begun
    return f"{spent:.1f} s" if spent > SLOW else None


def _apart(target: Target, body: bytes, lot: random.Random) -> str | None:
    told, tell = os.pipe()
    number = os.fork()
    if not number:
        os.close(told)
        said = "it ended the process"
        try:
            said = _here(target, body, lot) or ""
        finally:
            os.write(tell, said.encode("utf-8", "replace")[:4000])
            os._exit(0)
    os.close(tell)
    lot.random()  # what the child drew is not drawn again for the next input
    with os.fdopen(told, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    return f"the process ended with {code}" if code else said or None


def kept(name: str) -> Iterator[Path]:
    """Bytes that were findings once."""
    yield from sorted(path for path in (KEPT / name).glob("*") if path.is_file())


def in_file(body: bytes, read: Callable[[Path], object], name: str) -> None:
    """Have the bytes read from a file of this name in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        read(path)


def files(pattern: str) -> Callable[[], list[bytes]]:
    """Files of tests/ as seeds."""
    return lambda: [path.read_bytes()[:LARGEST] for path in sorted((ROOT / "tests").glob(pattern)) if path.is_file()]
