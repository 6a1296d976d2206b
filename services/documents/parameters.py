"""What the filters of documents mean, for its API document."""

WORDS = {
    "kind": "Which kind of document.",
}
