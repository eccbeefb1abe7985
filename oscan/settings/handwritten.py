"""Reads a YAML file that a person wrote, up to the size of what people write; errors name file and line."""

from pathlib import Path

from oscan.errors import DefinitionError
from oscan.settings.yamlfile import YamlDocument, YamlReadError, read_yaml

MOST_BYTES = 4 * 1024 * 1024
MOST_NODES = 200_000


def read_document(path: Path) -> YamlDocument:
    """The YAML document in `path`; raises DefinitionError with file and line."""
    try:
        return read_yaml(path.read_bytes(), MOST_BYTES, MOST_NODES)
    except YamlReadError as problem:
        raise DefinitionError(f"{path}:{problem.line or 1}", problem.text, "Correct the file.") from None
    except OSError as error:
        raise DefinitionError(str(path), error.strerror or str(error), "Check the path.") from None
