"""Turns listings of the Open Source Business Alliance (osb-alliance.de) into observations; see docs/sources/osba.md."""

from crawler.sources.osba.extract import Probe, probe
from crawler.sources.osba.spider import OsbaSpider

__all__ = ["OsbaSpider", "Probe", "probe"]
