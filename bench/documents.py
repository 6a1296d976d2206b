"""What the documents service is measured by; a file under bench/ for each."""

import asyncio

from bench import admission, rendering, sealing, word
from bench.report import publish
from services.documents.engine.pdf import Press


def main() -> None:
    rendered = rendering.measure()
    pdf = asyncio.run(Press(None, 120, at_once=1).convert(rendering.ours(word.context())))
    publish("documents", [*rendered, sealing.measure(pdf), admission.measure()])


if __name__ == "__main__":
    main()
