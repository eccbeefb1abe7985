"""What a value of a table can be, and so how it is printed."""

from typing import Literal

Kind = Literal[
    "text",  # as it is; from a source, so hostile until escaped
    "integer",
    "number",
    "percent",  # 0 to 100
    "money",  # an amount; its currency stands in a column of its own
    "date",
    "datetime",  # UTC
    "boolean",
    "verdict",  # one of the six verdicts
    "word",  # any other code of oscan (finding, result, kind of claim): a phrase of the catalogue
    "words",  # a list of such codes
    "link",  # one address
    "links",  # a list of addresses
    "list",  # a list of texts
    "quote",  # words of a source, in the source's language
    "code",  # an identifier or checksum
    "evidence",  # the id of a stored response, which is a row of the table `evidence`
]
"""What a value is, and so how it is printed. None is always unknown."""
