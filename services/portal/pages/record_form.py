"""Open a form over a record, and save it without losing anybody's edit."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from services.portal.domain.problem import Refused
from services.portal.domain.record_form import Field, Shown, edit, merged, shown, typed
from services.portal.language import gettext, say_date
from services.portal.pages.reply import Trouble, trouble_of
from services.portal.peers.call import Part


class Open(NamedTuple):
    """``was`` is what the record said when the form was opened, ``seen`` the tag of that state."""

    form: Shown
    was: Shown
    seen: str
    record: Any
    trouble: Trouble | None = None

    def context(self) -> dict[str, Any]:
        return self._asdict()


async def opened(part: Part, path: str, fields: Sequence[Field]) -> Open:
    record, seen = await part.read(path)
    values = shown(record, fields)
    return Open(values, values, seen, record)


async def saved(
    part: Part,
    path: str,
    fields: Sequence[Field],
    pairs: Sequence[tuple[str, str]],
    explained: Callable[[Refused], Trouble] = trouble_of,
) -> Open | None:
    """Nothing when it was saved; else the form as it should be shown again."""
    values, was = typed(pairs, fields), typed(pairs, fields, "was.")
    seen = dict(pairs).get("seen", "")
    try:
        await part.patch(path, edit(values, was, fields), seen)
    except Refused as error:
        now = await opened(part, path, fields)
        if error.refusal.status != 412:
            return Open(values, was, seen, now.record, explained(error))
        form, theirs = merged(values, was, now.form, fields)
        return now._replace(form=form, trouble=overtaken(theirs))
    return None


def overtaken(theirs: dict[str, str]) -> Trouble:
    """Somebody else was first; at each field that both changed stands what the record says now."""
    said = gettext(
        "Somebody else saved this record while you were editing it. Nothing that you typed is"
        " lost: look it over and save again."
    )
    fields = {
        key: gettext("The record says now: “%(theirs)s”. Save again to replace it by yours.")
        % {"theirs": _said(text)}
        for key, text in theirs.items()
    }
    return Trouble(412, said, fields)


def _said(text: str) -> str:
    try:
        return say_date(date.fromisoformat(text))
    except ValueError:
        return text or gettext("(nothing)")
