"""Turns one prepared run into a Scrapy crawl: the settings that every crawl of oscan has, and nothing else.

Reactorless (decision 0002): several crawls run in one process. What Scrapy listens on or caches by default is off.
"""

import asyncio
import logging
import threading
from dataclasses import dataclass
from typing import Any

from crawler.reach import new_loop, proxies
from crawler.spider import RunSpider

SETTINGS: dict[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "HTTPCACHE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "RETRY_ENABLED": False,
    "AUTOTHROTTLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REDIRECT_MAX_TIMES": 5,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY_JITTER": 0.2,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_HANDLERS": {"file": None, "data": None, "ftp": None, "s3": None},
    "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip, deflate"},
    "LOG_INSTALL_ROOT_HANDLER": False,
    "LOG_LEVEL": "INFO",
    "STATS_DUMP": False,
    "FEEDS": {},
    "EXTENSIONS_BASE": {},
    "SPIDER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.middlewares.Gate": 50,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100,
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
        "crawler.middlewares.Archive": 880,
        "crawler.middlewares.Replay": 890,
    },
}


SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Manners:
    """How a run behaves towards its source."""

    user_agent: str
    pause: float
    """Seconds between two requests."""
    timeout: float
    """Seconds for one response."""
    most_bytes: int
    """Largest body, also after decompression."""
    scheme: str
    """`https`, or `http` for a stand-in on this machine: the other is switched off. Empty in a replay: both are."""
    inner: frozenset[str] = frozenset()
    """Hosts that may lie in an inner net: the one somebody chose for the source."""


def run_spider(manners: Manners, **arguments: Any) -> str:
    """Run one RunSpider with `arguments`; returns Scrapy's reason for its end. Blocks."""
    from scrapy.crawler import AsyncCrawlerProcess

    _quiet()
    settings = {
        **SETTINGS,
        "USER_AGENT": manners.user_agent,
        "DOWNLOAD_DELAY": manners.pause,
        "DOWNLOAD_TIMEOUT": manners.timeout,
        "DOWNLOAD_MAXSIZE": manners.most_bytes,
        "DOWNLOAD_HANDLERS": {
            **SETTINGS["DOWNLOAD_HANDLERS"],
            **{scheme: None for scheme in SCHEMES if scheme != manners.scheme},
        },
        **arguments.pop("extra_settings", {}),
    }
    # Given a loop, Scrapy uses and closes it; given none, it makes a default one first and leaves that open.
    asyncio.set_event_loop(new_loop(manners.inner | proxies()))
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(RunSpider)
    process.crawl(crawler, **arguments)
    process.start(install_signal_handlers=threading.current_thread() is threading.main_thread())
    return str(crawler.stats.get_value("finish_reason") if crawler.stats else "unknown")


def _quiet() -> None:
    """Scrapy's log is for its developers; what a person needs stands in the run's report.

    Without a handler at the root, Python would print Scrapy's warnings itself.
    """
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())
