"""Turns publiccode.yml files into verdicts for a person (`validate`) and into facts for the crawl (`read_publiccode`).

Both follow one table of rules. The validator gives each finding the class of the reference parser; the reader keeps
whatever a file says, and reports the rest.
"""

from crawler.publiccode.document import read_document
from crawler.publiccode.reader import Publiccode, listing_facts, read_publiccode
from crawler.publiccode.validate import Message, Report, validate, validated

NAME = "publiccode.yml"
"""The file's name in a repository."""

__all__ = [
    "NAME",
    "Message",
    "Publiccode",
    "Report",
    "listing_facts",
    "read_document",
    "read_publiccode",
    "validate",
    "validated",
]
