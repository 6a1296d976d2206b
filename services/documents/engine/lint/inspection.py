"""Reads a template as the renderer would, without data, and tells what is wrong and where.

Run it on what the gate has admitted: it trusts that the parts are small and well formed.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice

from jinja2 import nodes

from services.documents.domain.data_model import data_model
from services.documents.domain.faults import unreadable
from services.documents.domain.finding import Finding, finding
from services.documents.domain.kinds import TemplateKind
from services.documents.engine.allowed import Refusal, judge
from services.documents.engine.archive import ArchiveError, members
from services.documents.engine.environment import environment
from services.documents.engine.lint import fonts
from services.documents.engine.lint.blocks import Matching
from services.documents.engine.lint.coverage import coverage
from services.documents.engine.lint.layout import layout
from services.documents.engine.lint.leftovers import leftovers
from services.documents.engine.lint.package import Package, Story, opened
from services.documents.engine.lint.remains import emptied, trimmed
from services.documents.engine.lint.sentences import parsed
from services.documents.engine.lint.tags import Tag, tags
from services.documents.engine.lint.variables import Variables
from shared.text import Language

MOST = 200
_MOST_OF_A_RULE = 400
_LEVELS = ("error", "warning", "hint")


def inspect(
    content: bytes,
    kind: TemplateKind,
    language: Language,
    there: Collection[str] | None = None,
) -> list[Finding]:
    """Every finding, in the order of the text; those of no place in particular come last.

    ``there``: the fonts to count on, in lower case, instead of those of this machine.
    TemplateFault for what is no Word document.
    """
    try:
        package = opened(members(content))
    except ArchiveError as failure:
        raise unreadable(str(failure)) from failure
    model = data_model(kind)
    variables = Variables(model)
    findings = [
        *chain.from_iterable(_story(story, variables, language) for story in package.rendered),
        *islice(leftovers(package), _MOST_OF_A_RULE),
        *islice(
            layout(package, language, fonts.installed() if there is None else there),
            _MOST_OF_A_RULE,
        ),
        *(coverage(model, variables.used) if variables.complete else ()),
    ]
    return _ordered(findings, package)


def _story(story: Story, variables: Variables, language: Language) -> list[Finding]:
    found, findings = tags(story)
    if any(one.code == "too-much-to-read" for one in findings):
        variables.complete = False
        return findings
    matching = Matching(found)
    findings += matching.findings
    tree, unread = parsed(matching.steps, environment(language))
    findings += unread
    steps = [step.tag for step in matching.steps]
    try:
        findings += variables.read(tree, steps)
        findings += _judged(tree, steps, findings)
    except RecursionError:
        findings.append(finding("nested-too-deep"))
    return [*findings, *emptied(found, variables.repeating), *trimmed(story)]


def _judged(
    tree: nodes.Template | None, steps: list[Tag], findings: list[Finding]
) -> Iterator[Finding]:
    """What the renderer itself would refuse, where nothing was told of that tag yet."""
    try:
        judge(tree or nodes.Template([]))
    except Refusal as refusal:
        tag = steps[min(refusal.lineno, len(steps)) - 1]
        told = {(one.paragraph, one.quoted) for one in findings if one.level == "error"}
        if (tag.paragraph.place().paragraph, tag.quoted) not in told:
            yield tag.found("tag-forbidden", what=str(refusal.message))


def _ordered(findings: Iterable[Finding], package: Package) -> list[Finding]:
    """Once each, though Word writes a text box twice; errors are told before all are too many."""
    rank = {story.name: number for number, story in enumerate(package.stories)}
    once = {(one.code, one.part, one.paragraph, one.quoted, one.detail): one for one in findings}
    told = list(once.values())
    if len(told) > MOST:
        told = sorted(told, key=lambda one: _LEVELS.index(one.level))[:MOST]
        told.append(finding("findings-more"))
    return sorted(told, key=lambda one: (rank.get(one.part or "", len(rank)), one.paragraph or 0))
