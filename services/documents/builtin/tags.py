"""Short forms inside `{{ }}` become plain Jinja: names, attributes, if, for, filters.

| in the source | prints |
|---|---|
| `{{ name ?? }}` | the value, or the words for an unknown fact when it is null or empty |
| `{{ name|filter ?? }}` | the same, the filter seeing known values only |
| `{{ name : zone }}` | the words that the source gives to the values of `zone`; case is ignored |
"""

import re
from typing import Any

PHRASE = re.compile(r"\[\[(\w+)\]\]")
OR_UNKNOWN = re.compile(r"\{\{ ([\w.]+)(\|[^{}?]+)? \?\? \}\}")
IN_WORDS = re.compile(r"\{\{ ([\w.]+) : (\w+) \}\}")


def expand(text: str, words: dict[str, Any]) -> str:
    """Raises KeyError for a phrase or an enumeration that the source doesn't define."""
    text = PHRASE.sub(lambda found: words["phrases"][found.group(1)], text)
    text = IN_WORDS.sub(lambda found: _in_words(found, words), text)
    return OR_UNKNOWN.sub(lambda found: _or_unknown(found, words["unknown"]), text)


def _or_unknown(found: re.Match[str], unknown: str) -> str:
    name, filters = found.groups()
    if not filters:
        return f"{{{{ {name}|default('{unknown}', true) }}}}"
    return f"{{% if {name} %}}{{{{ {name}{filters} }}}}{{% else %}}{unknown}{{% endif %}}"


def _in_words(found: re.Match[str], words: dict[str, Any]) -> str:
    name, enumeration = found.groups()
    branches = "".join(
        f"{{% {'elif' if position else 'if'} {name}|lower == '{value.lower()}' %}}{said}"
        for position, (value, said) in enumerate(words["words"][enumeration].items())
    )
    return f"{branches}{{% else %}}{{{{ {name} ?? }}}}{{% endif %}}"
