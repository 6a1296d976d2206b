"""Attacks with tags: on the renderer's reading of the markup, and on Jinja itself."""

from collections.abc import Iterator

from tests.documents.hostile.archives import Attack
from tests.documents.hostile.package import (
    HEAD,
    body,
    override,
    packed,
    paragraph,
    parts,
    run,
    types,
)

FORBIDDEN = {
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "class": "{{ ''.__class__ }}",
    "call": "{{ client.clear() }}",
    "global-call": "{{ range(10) }}",
    "method": "{{ client.name.upper() }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "repetition": "{{ 'a' * 1000000000 }}",
    "addition": "{{ client.name + 'x' }}",
    "format": "{{ '%999999999d' % 1 }}",
    "joined": "{{ client.name ~ client.name }}",
    "set": "{% set x = client %}",
    "block-set": "{% set x %}a{% endset %}",
    "macro": "{% macro m() %}{% endmacro %}",
    "include": "{% include '/etc/passwd' %}",
    "import": "{% import 'os' as os %}",
    "from": "{% from 'os' import x %}",
    "extends": "{% extends 'x' %}",
    "block": "{% block b %}{% endblock %}",
    "with": "{% with x = client %}{{ x }}{% endwith %}",
    "filter-block": "{% filter upper %}x{% endfilter %}",
    "autoescape": "{% autoescape false %}{{ client.name }}{% endautoescape %}",
    "raw": "{% raw %}{{ client.name }}{% endraw %}",
    "paragraph-raw": "{%p raw %}",
    "attr-filter": "{{ client|attr('__class__') }}",
    "safe-filter": "{{ client.name|safe }}",
    "map-filter": "{{ subprocessors|map(attribute='name')|join }}",
    "tojson": "{{ client|tojson }}",
    "attribute-by-filter": "{{ subprocessors|join(',', attribute='__class__') }}",
    "underscore-name": "{{ _x }}",
    "underscore-item": "{{ client['__class__'] }}",
    "computed-item": "{{ client[client.name] }}",
    "slice": "{{ client.name[0:3] }}",
    "self": "{{ self }}",
    "loop-itself": "{% for x in subprocessors %}{{ loop }}{% endfor %}",
    "loop-cycle": "{% for x in subprocessors %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "recursive": "{% for x in subprocessors recursive %}{{ loop(x.chain) }}{% endfor %}",
    "unpacking": "{% for a, b in subprocessors %}{% endfor %}",
    "dictionary": "{{ {'a': 1} }}",
    "list": "{{ [client, client] }}",
    "loop-over-list": "{% for x in [1, 2, 3] %}{% endfor %}",
    "test": "{{ client.name is callable }}",
    "other-test": "{% if client.name is sameas(client) %}{% endif %}",
    "do": "{% do client.clear() %}",
    "no-such-filter": "{{ client.name|nosuch }}",
}
COMPLEX = {
    "loops-four-deep": "{% for a in x %}" * 4 + "{% endfor %}" * 4,
    "ifs-forty-deep": "{% if a %}" * 40 + "{% endif %}" * 40,
    "parentheses": "{{ " + "(" * 300 + "a" + ")" * 300 + " }}",
    "nots": "{{ " + "not " * 200 + "a }}",
    "attributes": "{{ a" + ".a" * 400 + " }}",
    "choices": "{{ " + "a if a else " * 60 + "a }}",
    "large-number": "{{ 9" + "9" * 400 + " }}",
}


def tagged(text: str) -> bytes:
    """Each tag in a run of its own paragraph, written as Word writes quotes and angles."""
    return body(paragraph(run(text.replace("&", "&amp;").replace("<", "&lt;"))))


def _merging() -> str:
    """A cell that docxtpl looks for the place to merge in: among 3,000 runs, three times over."""
    shape = '<w:tcPr><w:tcW w:w="1"/></w:tcPr>'
    cell = paragraph(run("{% vm %}")) + shape + paragraph(run("x") * 3_000)
    return f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"


def _titled() -> bytes:
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    core = (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>{{ cycler.__init__ }}</dc:title></cp:coreProperties>"
    )
    made = parts(docProps__core=core)
    return packed(made | {"[Content_Types].xml": types(more=override("docProps/core.xml", kind))})


def forbidden() -> Iterator[Attack]:
    """What the grammar refuses: sound Word documents with tags that no template may use."""
    for name, tag in FORBIDDEN.items():
        # Jinja itself knows nothing of this one.
        code = "template-mistake" if name == "do" else "template-forbidden"
        yield Attack(f"tag-{name}", code, lambda t=tag: tagged(t))
    for name, tag in COMPLEX.items():
        yield Attack(f"tag-{name}", "template-too-complex", lambda t=tag: tagged(t))
    yield Attack("tag-in-the-title", "template-forbidden", _titled)


def attacks() -> Iterator[Attack]:
    """What the gate refuses: tags that the markup hides or cuts."""
    form, broken = "template-tag-form", "template-tag-broken"
    chunk = '&lt;w:altChunk r:id="rId1"/&gt;'
    # docxtpl turns &lt; between braces into <, also where Jinja sees no tag.
    yield Attack(
        "markup-between-comments",
        form,
        lambda: body(paragraph(run("{# {% #} " + chunk + " {# %} #}"))),
    )
    yield Attack(
        "markup-behind-a-string",
        form,
        lambda: body(paragraph(run("{{ '{{' }} " + chunk + " {{ '}}' }}"))),
    )
    yield Attack("tag-closed-otherwise", form, lambda: tagged("{{ client.name %}"))
    yield Attack("tag-of-2000-signs", form, lambda: tagged("{{ a" + " " * 2000 + "}}"))
    yield Attack("value-for-a-run", form, lambda: tagged("{{r client.name }}"))
    yield Attack("value-for-a-paragraph", form, lambda: tagged("{{p client.name }}"))
    yield Attack("cell-that-takes-a-cube-of-time", form, lambda: body(_merging()))
    yield Attack("tag-never-closed", broken, lambda: tagged("{{ client.name"))
    yield Attack("2000-tags-never-closed", broken, lambda: body(paragraph(run("{{")) * 2000))
    yield from _elsewhere()


def _elsewhere() -> Iterator[Attack]:
    broken, misplaced = "template-tag-broken", "template-tag-misplaced"
    yield Attack(
        "tag-over-paragraphs",
        broken,
        lambda: body(paragraph(run("{{ client.")) + paragraph(run("name }}"))),
    )
    yield Attack(
        "braces-over-paragraphs",
        misplaced,
        lambda: body(paragraph(run("{")) + paragraph(run("{ client.name }}"))),
    )
    yield Attack(
        "tag-in-an-attribute", misplaced, lambda: body('<w:p w:rsidR="{{ client.name }}"/>')
    )
    yield Attack(
        "tag-in-a-relation-id",
        misplaced,
        lambda: body(paragraph('<w:hyperlink r:id="{{ client.name }}"/>')),
    )
    yield Attack(
        "tag-outside-of-text", misplaced, lambda: body(paragraph("<w:r>{{ client.name }}</w:r>"))
    )
    yield Attack(
        "tag-in-a-field-code",
        misplaced,
        lambda: body(
            paragraph(
                "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE {{ x }}</w:instrText>"
                "<w:fldChar w:fldCharType='end'/></w:r>"
            )
        ),
    )
    yield Attack(
        "other-prefix",
        "template-prefix",
        lambda: packed(
            parts(
                word__document=(
                    '<x:document xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
                )
            )
        ),
    )
