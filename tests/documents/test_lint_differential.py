"""The promise of the lint: a template in which it finds no error renders, whatever the data.

Templates are made by mutating one that is right, as authors do: names mistyped, tags moved, lines
lost or doubled, runs split, pieces pulled into links and content controls.
"""

import random
import re
from collections import Counter
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from services.documents.builtin.sample import sample
from services.documents.domain.data_model import paths
from services.documents.domain.faults import TemplateFault
from services.documents.engine.compiled import Compiled
from services.documents.engine.lint.inspection import inspect
from tests.documents.linting import COMPLETE, FONTS

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES = (
    *COMPLETE,
    "Tussen {{ provider.name }} en {{ client.name }}, {{ client.country|default('?', true) }}",
    "{% if change %}{{ change.title }} {{ change.effective_on|day }}{% else %}geen{% endif %}",
    "{%p if terms.authorisation == 'general' and terms.notice_days > 14 %}",
    "{{ agreement.frozen_on|day }} {{ agreement.products|sort|join('; ') }}",
    "{%p elif signature %}",
    "{{ signature.typed_name }} {{ signature.signed_at|moment }}",
    "{%p else %}",
    "{{ digest|hex_groups }}",
    "{%p endif %}",
    "{% for party in subprocessors %}{{ loop.index }}. {{ party.name|upper }}{% endfor %}",
    "{%p for party in subprocessors %}",
    "{% for above in party.chain %} via {{ above.name }}{% endfor %}",
    "{%p endfor %}",
    "{% if 'a' in client.name or not amendment %}x{% endif %}",
    "{% if amendment %}{{ amendment.reason or 'geen' }}{% endif %}",
    "{# voor de maker #}",
)
CELLS = (
    ("Naam", "Land"),
    ("{%tr for party in subprocessors %}", ""),
    ("{{ party.name }}", "{% if party.country %}{{ party.country }}{% endif %}"),
    ("{%tr endfor %}", ""),
)
NAMES = sorted({path.replace("[]", "") for path in paths("agreement")})
WORDS = (
    *("if", "elif", "else", "endif", "for", "endfor", "in", "and", "or", "not", "is none"),
    *("is defined", "|day", "|moment", "|join(', ')", "|length", "|upper", "|default('x', true)"),
    *("|default('x')", "|sort", "|hex_groups", "== 'general'", "== 3", "> 3", "< 'x'", "+ 1"),
    *("party", "loop.index", "party.chain", "processing.duration", "one", "'x'", "3", "(", ")"),
)
TAGS = (
    *("{%p endif %}", "{% endif %}", "{%p else %}", "{%p if change %}", "{% if signature %}"),
    *("{% endfor %}", "{%p endfor %}", "{%tr endif %}", "{{ change.title }}", "{{", "}}", "{%"),
    *("{% for party in subprocessors %}", "{%r if change %}", "{%r endif %}", "{%- if change -%}"),
    *("{% if change -%}", "{%- endif %}", "{%tc if change %}", "{%tc endif %}", "{% vm %}", "}"),
    *("{{ signature.file.name }}", "{{r client.name }}", "{# x #}", "{#p x #}", "&", "“", "%"),
)
AROUND = {
    "link": ("<w:hyperlink w:anchor='a'>", "</w:hyperlink>"),
    "control": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "inserted": ("<w:ins w:id='9' w:author='x'>", "</w:ins>"),
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = (
    (
        "[Content_Types].xml",
        f"""<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>""",
    ),
    (
        "_rels/.rels",
        f"""<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"
        Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>""",
    ),
)


def mutated(dice: random.Random, times: int) -> bytes:
    lines, cells = list(LINES), [list(row) for row in CELLS]
    for _ in range(times):
        _change(dice, lines if dice.random() < 0.85 else dice.choice(cells))
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{_paragraph(dice, text)}</w:tc>' for text in row)}</w:tr>"
        for row in cells
    )
    at = dice.randrange(len(lines) + 1)
    body = [_paragraph(dice, line) for line in lines]
    if dice.random() < 0.2:
        body[dice.randrange(len(body))] = _paragraph(dice, dice.choice(lines), within=True)
    body.insert(at, f"<w:tbl>{rows}</w:tbl>")
    xml = f"<w:document xmlns:w='{W}'><w:body>{''.join(body)}</w:body></w:document>"
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in (*PARTS, ("word/document.xml", xml)):
            archive.writestr(name, content)
    return written.getvalue()


def _change(dice: random.Random, lines: list[str]) -> None:
    at = dice.randrange(len(lines)) if lines else 0
    kind = dice.randrange(8)
    if not lines or kind == 0:
        lines.insert(at, dice.choice(LINES))
    elif kind == 1 and len(lines) > 1:
        del lines[at]
    elif kind == 2:
        other = dice.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] += dice.choice(TAGS)
    elif kind == 4:
        lines[at] = lines[at].replace("{%p ", "{% ") if "{%p" in lines[at] else lines[at]
    else:
        lines[at] = _reword(dice, lines[at])


def _reword(dice: random.Random, line: str) -> str:
    """One name or word of a tag becomes another, or is mistyped."""
    found = [one for one in re.finditer(r"[\w.]+|\|\w+", line) if one.group() not in ("p", "tr")]
    if not found:
        return line + dice.choice(TAGS)
    word = dice.choice(found)
    new = dice.choice(NAMES) if dice.random() < 0.6 else dice.choice(WORDS)
    if dice.random() < 0.2:
        new = word.group()[1:] + word.group()[:1]
    return line[: word.start()] + new + line[word.end() :]


def _paragraph(dice: random.Random, text: str, within: bool = False) -> str:
    """In runs that are split anywhere, one of which may lie within something else."""
    cuts = sorted(dice.sample(range(len(text) + 1), k=min(len(text), dice.randrange(4))))
    runs = [
        f"<w:r><w:t xml:space='preserve'>{escape(text[a:b])}</w:t></w:r>"
        for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)
    ]
    if within:
        before, after = AROUND[dice.choice(sorted(AROUND))]
        at = dice.randrange(len(runs))
        runs[at] = f"{before}{runs[at]}{after}"
    return f"<w:p>{''.join(runs)}</w:p>"


def failure_of(content: bytes) -> Exception | None:
    """Why it does not render, or gives a document that would not open."""
    try:
        for all_on in (True, False):
            made = Compiled(content, "nl").render(sample("agreement", "nl", all_on))
            with ZipFile(BytesIO(made)) as opened:
                etree.fromstring(opened.read("word/document.xml"))
    except (TemplateFault, etree.XMLSyntaxError) as failure:
        return failure
    return None


SEEN: Counter[str] = Counter()


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck])
@given(st.integers(0, 2**32), st.sampled_from([0, 1, 1, 2, 3, 5]))
def _hold(seed: int, times: int) -> None:
    content = mutated(random.Random(seed), times)
    found = inspect(content, "agreement", "nl", FONTS)
    errors = [one for one in found if one.level == "error"]
    failure = failure_of(content)
    SEEN["fails" if failure else "renders with errors" if errors else "renders"] += 1
    assert errors or failure is None


def test_a_template_in_which_the_lint_finds_no_error_renders_with_everything_on_and_off() -> None:
    SEEN.clear()
    _hold()
    # It proves something only when there is enough of both.
    assert SEEN["renders"] >= 40, SEEN
    assert SEEN["fails"] >= 40, SEEN
