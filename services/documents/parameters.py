"""What the parameters of documents mean, for its API document."""

WORDS = {
    "failed": "True: only what an attempt failed on.",
    "format": "Which kind of file.",
    "kind": "Which kind of document.",
    "language": "In which language it prints.",
    "problem": "Only what failed on the problem with this code.",
    "number": "Which page, counted from 1.",
}
