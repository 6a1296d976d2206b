"""Judges the tags of a template before it is kept, and tells where the first wrong one stands."""

from collections.abc import Sequence

from jinja2 import TemplateSyntaxError

from services.documents.engine import location
from services.documents.engine.allowed import Refusal, judge
from services.documents.engine.environment import TemplateEnvironment
from services.documents.engine.parts import Part


def check(parts: Sequence[Part], environment: TemplateEnvironment) -> None:
    """TemplateFault with part, paragraph and heading for what no template may say.

    What Jinja can't read at all is let through: the lint explains it, and nothing compiles it.
    """
    for part in parts:
        try:
            judge(environment.parse(part.source))
        except (Refusal, RecursionError) as refusal:
            raise location.mistake(part, environment, refusal) from refusal
        except TemplateSyntaxError:
            continue
