"""What a document was made with, by name and version."""

from importlib.metadata import version

# One more whenever our own part of the work gives other bytes for the same template and data.
_OURS = 1

DOCX_ENGINE = ", ".join(
    [f"schakel {_OURS}", *(f"{name} {version(name)}" for name in ("jinja2", "docxtpl", "zlib-ng"))]
)


def pdf_engine(office: str) -> str:
    """Of a sealed PDF, of which no two are alike; ``office`` is what printed it."""
    return f"schakel {_OURS}, {office}, pyhanko {version('pyhanko')}"
