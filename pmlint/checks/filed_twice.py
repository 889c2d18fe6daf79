"""filed-twice: the same project filed more than once in what was given."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pmlint.checks.context import Context, Corpus
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form
from pmlint.plugins import Options

NAME = "filed-twice"
EACH = ("corpus",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "same": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["project_name", "unit", "project_code"],
            "description": "Fields of the head that make a project the same, besides the year.",
        }
    },
}
ARGUMENTS = ("file", "first")
VARIANTS = ("file",)


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """'' twice in one file, ``file`` in two files of the run."""
    keys: list[str] = options["same"]

    def run(corpus: Corpus, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        seen: dict[tuple[object, ...], tuple[str, Form]] = {}
        hits: list[Hit] = []
        for path, form in _forms(corpus):
            if not form.project:
                continue
            first = seen.setdefault((form.year, *(_plain(form, key) for key in keys)), (path, form))
            if first[1] is not form:
                hits.append(_hit(path, form, *first))
        return hits

    return run


def _forms(corpus: Corpus) -> Iterator[tuple[str, Form]]:
    for filed in corpus.files:
        for form in filed.forms:
            yield filed.document.path, form


def _plain(form: Form, key: str) -> str:
    field = form.header.get(key)
    text = field.text if field is not None else None
    return "".join(unicodedata.normalize("NFKC", text).split()) if text else ""


def _hit(path: str, form: Form, first_path: str, first: Form) -> Hit:
    field, where = form.header["project_name"], first.header["project_name"].location
    return Hit(
        "header.project_name",
        field,
        None,
        {"file": first_path, "first": str(first.index)},
        "" if path == first_path else "file",
        related=((first.project, where),) if where is not None and path == first_path else (),
        form=form.index,
        file=path,
    )
