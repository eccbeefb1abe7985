"""Turns what came of one request, a response or an error, into the answer a plan is sent, with its reason in words."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Response

from crawler.reach import InnerAddressError
from crawler.source import Answer, Ask

TOO_LARGE = "the response is larger than a run reads (max_body_mib)"
TOO_SLOW = "no response in time"
_WORDS = {
    "ConnectionRefused": "the connection was refused",
    "CannotResolve": "the host was not found",
    "Timeout": TOO_SLOW,
    "DataLoss": "the response was cut off",
    "Cancelled": TOO_LARGE,
    "UnsupportedURLScheme": "the address is not http(s)",
}
"""By a part of the error's name."""


class StoredProblemError(DownloadFailedError):
    """Replay has only the reason why no response came."""


@dataclass(frozen=True, slots=True)
class Late:
    """An answer that came well and is not read yet: the next request may leave first."""

    head: Answer
    """Without a body."""
    read: Callable[[], Answer]
    """Reduces and stores the response, once; the whole answer. Raises OSError if it cannot be stored."""


def answer_of(ask: Ask, response: Response, note: dict[str, Any]) -> Answer:
    """The answer that a response gives; `note` says when it was fetched and which evidence it is, if it is stored."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    request = response.request
    return Answer(
        ask=ask,
        status=response.status,
        url=response.url,
        fetched_at=note["fetched_at"],
        evidence_id=note.get("evidence_id"),
        headers=headers,
        body=response.body,
        redirects=tuple(request.meta.get("redirect_urls", ())) if request else (),
        value=note.get("value"),
    )


def completed(head: Answer, response: Response, note: dict[str, Any]) -> Answer:
    """The answer that came without a body, with the response as it was stored since."""
    return replace(head, body=response.body, evidence_id=note["evidence_id"], value=note["value"])


def no_answer(ask: Ask, error: Exception, note: dict[str, Any], now: str) -> Answer:
    """The answer where no response came; `now` dates it if no evidence does."""
    words = words_for(error)
    return Answer(
        ask=ask,
        status=0,
        url=ask.url,
        fetched_at=note.get("fetched_at") or now,
        evidence_id=note.get("evidence_id"),
        problem=words,
        final=isinstance(error, IgnoreRequest) or words == TOO_LARGE,
    )


def concluded(answer: Answer, tries: int, limited: bool) -> Answer:
    """The last answer after `tries`, with what is wrong about it; `limited` if the source asked to slow down."""
    if answer.problem is not None:
        return answer
    again = f" after {tries} tries" if tries > 1 else ""
    if limited:
        return replace(answer, problem=f"the source still asks to slow down{again} (status {answer.status})")
    if answer.status >= 500 or answer.status == 408:
        return replace(answer, problem=f"the source failed with status {answer.status}{again}")
    if 300 <= answer.status < 400 and answer.status != 304:
        target = answer.headers.get("location", "nowhere")
        return replace(answer, problem=f"redirects to {target[:200]}, which is not followed")
    return answer


def words_for(error: Exception) -> str:
    """Why no response came, in words for a person."""
    if "DOWNLOAD_MAXSIZE" in str(error):
        return TOO_LARGE
    if isinstance(error, IgnoreRequest | StoredProblemError):
        return str(error)
    for cause in reversed([*_causes(error)]):  # the first cause knows best; what wraps it calls itself the same
        if isinstance(cause, InnerAddressError):
            return str(cause)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not believed ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"no encrypted connection ({cause.reason})"
    kind = type(error).__name__
    found = next((words for fragment, words in _WORDS.items() if fragment in kind), None)
    return found or f"no response ({kind}: {str(error)[:200]})"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
