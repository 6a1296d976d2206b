"""What the documents service is measured by; a file under bench/ for each."""

import asyncio

from bench import admission, bulk, pressing, rendering, sealing, word
from bench.report import publish
from services.documents.engine.pdf import Press


def main() -> None:
    rendered = rendering.measure()
    docx = rendering.ours(word.context())
    pdf = asyncio.run(Press(None, 120, at_once=1).convert(docx))
    publish(
        "documents",
        [*rendered, *pressing.measure(docx), sealing.measure(pdf), admission.measure()],
        staged=[bulk.measure()],
    )


if __name__ == "__main__":
    main()
