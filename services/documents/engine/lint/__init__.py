"""What is wrong with a template: ``inspect`` tells it, ``annotate`` writes it beside the text."""

from services.documents.engine.lint.annotation import annotate
from services.documents.engine.lint.inspection import inspect

__all__ = ["annotate", "inspect"]
