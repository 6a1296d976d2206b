"""What the parameters of documents mean, for its API document."""

WORDS = {
    "kind": "Which kind of document.",
    "language": "In which language it prints.",
    "number": "Which page, counted from 1.",
}
