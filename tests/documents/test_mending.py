"""Tags are made whole in time that grows with the text and no faster."""

import time

import pytest
from lxml import etree

from services.documents.engine.mending import mend

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("text", ["{{ x }}", "{{ ", "{", "{%"])
def test_many_pieces_in_one_paragraph_are_mended_in_a_moment(text: str) -> None:
    runs = f"<w:r><w:t>{text}</w:t></w:r>" * 20_000
    root = etree.fromstring(f"<w:document xmlns:w='{W}'><w:p>{runs}</w:p></w:document>")
    started = time.process_time()
    mend(root)
    assert time.process_time() - started < 8
