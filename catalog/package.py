"""Turns a snapshot's manifest into a Frictionless data package: every field with type and sentence."""

from typing import Any

from catalog.database import Column, public_tables
from catalog.manifests import Manifest

_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
}


def datapackage(manifest: Manifest) -> dict[str, Any]:
    """The content of `datapackage.json` for the tables of a manifest."""
    tables = manifest["tables"]
    return {
        "profile": "data-package",
        "name": f"oscan-{manifest['label']}".lower(),
        "title": f"Market catalogue {manifest['market']['name']}, snapshot {manifest['label']}",
        "version": manifest["software_version"],
        "resources": [
            {
                "name": table.name.replace("_", "-"),
                "path": tables[table.name]["file"],
                "description": table.comment,
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "bytes": tables[table.name]["bytes"],
                "hash": f"sha256:{tables[table.name]['sha256']}",
                "schema": {"fields": [_field(column) for column in table.columns]},
            }
            for table in public_tables()
            if table.name in tables
        ],
    }


def _field(column: Column) -> dict[str, str]:
    if column.data_type.endswith("[]"):
        kind = "array"
    else:
        kind = _TYPES.get(column.data_type, "number" if column.data_type.startswith("DECIMAL") else "any")
    return {"name": column.name, "type": kind, "description": column.comment}
