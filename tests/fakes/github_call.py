"""Turns one request and a data set into what every REST answer needs: its page, its links, its error words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from tests.fakes.app import Request, Response, json_response
from tests.fakes.github_data import Data, moment

DOCS = "https://docs.github.com/rest"


def problem(status: int, message: str, page: str = DOCS, **more: Any) -> Response:
    """An error as GitHub words it."""
    return json_response({"message": message, **more, "documentation_url": page, "status": str(status)}, status)


def not_found() -> Response:
    """404, which also stands for private."""
    return problem(404, "Not Found")


@dataclass(frozen=True)
class Call:
    """One request with what is needed to answer it."""

    request: Request
    data: Data
    base: str

    def page_of(self, items: list[Any], path: str, most: int | None = None) -> tuple[list[Any], list[tuple[str, str]]]:
        """The page asked for, and the Link header, which goes to the address by id."""
        size = min(100, max(1, whole(self.request.one("per_page"), 30)))
        page = max(1, whole(self.request.one("page"), 1))
        total = len(items) if most is None else min(len(items), most)
        last = max(1, -(-total // size))
        asked = {name: values for name, values in self.request.query.items() if name != "page"}
        links = [("prev", page - 1), ("first", 1)] if page > 1 else []
        links += [("next", page + 1), ("last", last)] if page < last else []
        order = ("prev", "next", "last", "first")
        header = ", ".join(
            f'<{self.base}{path}?{urlencode({**asked, "page": number}, doseq=True)}>; rel="{rel}"'
            for rel, number in sorted(links, key=lambda link: order.index(link[0]))
        )
        return items[(page - 1) * size : page * size], [("Link", header)] if header else []

    def listing(self, items: list[Any], path: str, shape: Callable[[Any], Any]) -> Response:
        """One page of a list."""
        page, links = self.page_of(items, path)
        return json_response([shape(item) for item in page], headers=links)


def whole(text: str, default: int) -> int:
    """A text as a whole number."""
    return int(text) if text.isdigit() else default


def dated(response: Response, at: str | None) -> Response:
    """The response with a Last-Modified."""
    if at:
        response.headers.append(("Last-Modified", format_datetime(moment(at).astimezone(UTC), usegmt=True)))
    return response
