"""The compiled renderer against docxtpl, and against values and templates that mean harm."""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from lxml import etree

from services.documents.domain.faults import TemplateFault
from services.documents.engine.compiled import Compiled
from services.documents.store.templates import builtin
from tests.documents import samples
from tests.documents.drafts import (
    draft,
    member,
    with_footnotes,
    with_logo,
    with_margins,
    with_member,
    with_table,
)

BODY = (
    "# Partijen",
    "{{ provider.legal_name }}¦ en {{¦ client¦.name }¦}, gevestigd te {{ client.address }}",
    "{%p if terms.authorisation == 'general' %}",
    "Algemeen: {{ terms.notice_days }} dagen, {{ agreement.frozen_on|day }}",
    "{%p else %}",
    "Specifiek, {% if terms.emergency_clause %}met{% else %}zonder{% endif %} noodclausule",
    "{%p endif %}",
    "# Verwerkingen",
    "{%p for processing in processings %}",
    "{{ loop.index }}. {{ processing.purpose }}: {{ processing.data_categories|sort|join(', ') }}",
    "{%p for measure in processing.measures %}",
    "– {{ measure }}",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p if signature %}",
    "Getekend {{ signature.signed_at|moment }} door {{ signature.typed_name }}",
    "{%p endif %}",
)


def everything(document: Any) -> None:
    for add in (with_table, with_margins, with_footnotes, with_logo):
        add(document)


BLANKLESS = etree.XMLParser(remove_blank_text=True)
TEMPLATE = draft(*BODY, more=everything)


def text_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([p.text for p in document.paragraphs] + [cell.text for cell in cells])


def canonical_parts(content: bytes) -> dict[str, bytes]:
    """Every file of a DOCX: XML as canonical XML, the rest as it is.

    python-docx drops white space between elements wherever it reads, so that does not count.
    """
    with ZipFile(BytesIO(content)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    return {
        name: etree.tostring(etree.fromstring(data, BLANKLESS), method="c14n")
        if name.endswith((".xml", ".rels"))
        else data
        for name, data in parts.items()
        if name not in ("[Content_Types].xml", "docProps/core.xml") and not name.endswith(".rels")
    }


def contexts() -> Iterator[dict[str, Any]]:
    """Every combination of terms, signed or not, 0–15 sub-processors, awkward values."""
    makers = (samples.general_nl, samples.specific_nl, samples.unknown_facts, samples.hostile)
    values = ("gewoon", "regel\ntwee", "kolom\tkolom", "Wolk & Co <b>", "{{ 7*7 }} {% raw %}", " ")
    for number, (make, authorisation, emergency) in enumerate(
        product(makers, samples.AUTHORISATIONS, (True, False))
    ):
        for rows, value in zip((0, 1, 4, 7, 12, 15), values, strict=True):
            snapshot = make()
            snapshot["terms"] |= {"authorisation": authorisation, "emergency_clause": emergency}
            snapshot["client"]["name"] = value
            party = snapshot["subprocessors"][number % len(snapshot["subprocessors"])]
            snapshot["subprocessors"] = [party | {"purpose": value} for _ in range(rows)]
            signature = samples.signature_of(snapshot) if rows % 2 else None
            yield samples.context(snapshot, signature)


def test_every_part_equals_what_docxtpl_makes_of_it() -> None:
    compiled = Compiled(TEMPLATE, "nl")
    assert compiled.supported
    tried = 0
    for context in contexts():
        fast, slow = compiled.render(context), compiled.render_slowly(context)
        assert canonical_parts(fast) == canonical_parts(slow)
        assert docx.Document(BytesIO(fast)).core_properties.title == (
            docx.Document(BytesIO(slow)).core_properties.title
        )
        tried += 1
    assert tried == 96


def test_the_same_template_and_data_give_the_same_bytes() -> None:
    context = samples.context(samples.general_nl())
    first = Compiled(TEMPLATE, "nl").render(context)
    assert first == Compiled(bytes(bytearray(TEMPLATE)), "nl").render(context)
    slow = Compiled(TEMPLATE, "nl")
    assert slow.render_slowly(context) == slow.render_slowly(context)


def test_the_text_holds_the_values_of_the_snapshot() -> None:
    snapshot = samples.general_nl()
    text = text_of(
        Compiled(TEMPLATE, "nl").render(samples.context(snapshot, samples.signature_of(snapshot)))
    )
    for value in (
        "Voorbeeldhost B.V. en Bakkerij Het Verzonnen Brood V.O.F., gevestigd te Deegweg 12",
        "30 dagen, 22 november 2026",
        "Getekend 23 november 2026 om 10:41 uur (CET) door Fenna Fictief",
        "Wolkenberg Opslag Ltd (IE) Kabelsalaat GmbH (DE)",
        "nader te bevestigen",
    ):
        assert value in text


def test_unchanged_files_of_the_template_are_copied_as_they_lie() -> None:
    made = Compiled(TEMPLATE, "nl").render(samples.context(samples.general_nl()))
    with ZipFile(BytesIO(made)) as new, ZipFile(BytesIO(TEMPLATE)) as old:
        assert new.testzip() is None
        assert sorted(new.namelist()) == sorted(old.namelist())
        assert new.read("word/styles.xml") == old.read("word/styles.xml")
        assert {info.date_time for info in new.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "value",
    [
        "Wolk & Co <b>",
        "</w:t></w:r></w:p><w:p><w:r><w:t>ingevoegd",
        "{{ 7*7 }}",
        "{% for x in y %}",
        "{_{ 7*7 }_}",
        "{{ ''.__class__.__mro__ }}",
        "\"dubbel\" 'enkel' &amp; ]]>",
        "émoji 🔐 ‮rtl",
    ],
)
def test_a_value_is_printed_as_it_is_in_every_part(value: str) -> None:
    snapshot = samples.general_nl()
    for place in ("client", "provider"):
        snapshot[place]["name"] = value
    snapshot["subprocessors"][0]["name"] = value
    made = Compiled(TEMPLATE, "nl").render(samples.context(snapshot))
    document = docx.Document(BytesIO(made))
    assert f"en {value}, gevestigd" in text_of(made)
    assert value in document.tables[0].rows[1].cells[0].text
    assert value in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.title.endswith(value)
    footnotes = etree.fromstring(member(made, "word/footnotes.xml"))
    assert "".join(footnotes.itertext()) == value


def test_characters_that_xml_has_no_place_for_are_left_out() -> None:
    context = samples.context(samples.general_nl())
    context["client"]["name"] = "A\x00B\x0bC\x1f\ufffeD"
    for render in (Compiled(TEMPLATE, "nl").render, Compiled(TEMPLATE, "nl").render_slowly):
        assert "en ABCD, gevestigd" in text_of(render(context))


def test_a_missing_variable_is_named_with_its_paragraph() -> None:
    template = draft("# Artikel 6", "Aan {{ client.name }}", "{{ client.nmae }} te {{ client.x }}")
    with pytest.raises(TemplateFault) as caught:
        Compiled(template, "nl").render(samples.context(samples.general_nl()))
    assert caught.value.code == "template-variable-missing"
    assert caught.value.extra["variable"] == "client.nmae"
    assert "{{ client.nmae }} te" in caught.value.detail
    assert "Artikel 6" in caught.value.detail


@pytest.mark.parametrize("tag", ["{{ nobody }}", "{{ nobody|day }}", "{% if nobody %}x{% endif %}"])
def test_a_variable_that_does_not_exist_is_an_error_wherever_it_is_used(tag: str) -> None:
    with pytest.raises(TemplateFault, match="nobody"):
        Compiled(draft(tag), "nl").render(samples.context(samples.general_nl()))


def test_an_unknown_fact_that_the_template_prints_leaves_no_word_none() -> None:
    made = Compiled(draft("[{{ client.country }}] [{{ client.country|day }}]"), "nl").render(
        samples.context(samples.unknown_facts())
    )
    assert text_of(made).strip() == "[] []"


def test_a_mistake_in_the_template_is_told_with_its_paragraph() -> None:
    template = draft("# Slot", "Goed", "{% if client.name %}open gebleven")
    with pytest.raises(TemplateFault) as caught:
        Compiled(template, "nl")
    assert caught.value.code == "template-mistake"
    assert "endif" in caught.value.detail
    assert "Slot" in caught.value.detail


@pytest.mark.parametrize(
    "tag",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ client.name.__class__ }}",
        "{{ client.name.upper() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ subprocessors.clear() }}",
        "{{ client.clear() }}",
        "{{ client.pop('name') }}",
        "{{ client['__class__'] }}",
        "{{ client.name|attr('__class__') }}",
        "{{ client.name|safe }}",
        "{{ range(10) }}",
        "{{ lipsum() }}",
        "{% include '/etc/passwd' %}",
        "{{ self.__init__ }}",
        "{{ loop }}",
    ],
)
def test_a_template_reaches_no_method_global_or_file(tag: str) -> None:
    context = samples.context(samples.general_nl())
    with pytest.raises(TemplateFault):
        Compiled(draft(tag), "nl").render(context)
    assert context == samples.context(samples.general_nl())


def test_a_template_in_the_title_property_runs_in_the_sandbox_too() -> None:
    def titled(document: Any) -> None:
        document.core_properties.title = "{{ client.name.__class__ }}"

    with pytest.raises(TemplateFault):
        Compiled(draft("tekst", more=titled), "nl").render(samples.context(samples.general_nl()))


def test_only_plain_data_reaches_a_template() -> None:
    class Name(str):
        __slots__ = ()

    for value in (object(), Name("x"), lambda: 1):
        with pytest.raises(ValueError, match="unmarshallable"):
            Compiled(TEMPLATE, "nl").render({"client": {"name": value}})


def test_a_row_that_grows_cells_goes_through_docxtpl() -> None:
    def growing(document: Any) -> None:
        cells = document.add_table(rows=1, cols=3).rows[0].cells
        for cell, text in zip(
            cells,
            ("{%tc for p in processings %}", "{{ p.product }}", "{%tc endfor %}"),
            strict=True,
        ):
            cell.text = text

    compiled = Compiled(draft("tekst", more=growing), "nl")
    assert not compiled.supported
    row = docx.Document(BytesIO(compiled.render(samples.context(samples.general_nl())))).tables[0]
    assert [c.text for c in row.rows[0].cells] == [
        "webhosting en e-mail",
        "webwinkel met facturatie",
    ]


def test_a_picture_in_a_loop_goes_through_docxtpl_and_keeps_its_own_number() -> None:
    def repeated(document: Any) -> None:
        document.add_paragraph("{%p for p in processings %}")
        with_logo(document)
        document.add_paragraph("{%p endfor %}")

    compiled = Compiled(draft("tekst", more=repeated), "nl")
    assert not compiled.supported
    made = member(compiled.render(samples.context(samples.general_nl())), "word/document.xml")
    assert made.count(b'docPr id="1001"') == made.count(b'docPr id="1002"') == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"geen zip", "no-docx"),
        (TEMPLATE[:5000], "damaged"),
        (with_member(TEMPLATE, "word/document.xml", b"<w:document>"), "xml-mistake"),
        (
            with_member(
                TEMPLATE,
                "word/document.xml",
                b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>{{ a }}&e;</x>',
            ),
            "doctype",
        ),
        (with_member(TEMPLATE, "[Content_Types].xml", b"<Types/>"), "relation-odd"),
    ],
    ids=["no-zip", "cut-off", "no-xml", "entities", "no-document"],
)
def test_a_file_that_is_no_word_document_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        Compiled(content, "nl")
    assert caught.value.code == f"template-{code}"


@pytest.mark.parametrize("make", [samples.general_nl, samples.specific_nl, samples.general_en])
@pytest.mark.parametrize("signed", [True, False])
def test_a_built_in_agreement_needs_no_fallback_and_equals_it(make: Any, signed: bool) -> None:
    snapshot = make()
    language = snapshot["agreement"]["language"]
    compiled = Compiled(builtin("agreement", language), language)
    assert compiled.supported
    context = samples.context(snapshot, samples.signature_of(snapshot) if signed else None)
    made = compiled.render(context)
    assert canonical_parts(made) == canonical_parts(compiled.render_slowly(context))
