"""What decides the bytes of a DOCX, by name and version."""

from importlib.metadata import version

# One more whenever our own part of the work gives other bytes for the same template and data.
_OURS = 1

DOCX_ENGINE = ", ".join(
    [f"schakel {_OURS}", *(f"{name} {version(name)}" for name in ("jinja2", "docxtpl", "zlib-ng"))]
)
