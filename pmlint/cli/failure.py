"""Wrong usage: what the user is told, and the nearest thing that would be right."""

from __future__ import annotations

from pmlint.messages import Messages, Sentence, Told, did_you_mean, nearest


class Usage(Told):
    """The command line asks for something that cannot be done. ``key`` is a message of the
    catalogue, ``values`` fill it; ``hint`` is a near name or ''."""

    def __init__(self, key: str, /, *, hint: str = "", **values: object) -> None:
        super().__init__(key)
        self.sentence = Sentence(key, **values)
        self.hint = did_you_mean(hint)

    def render(self, say: Messages) -> str:
        """The sentence for the user, with "did you mean" if there is a near name."""
        hint = self.hint.render(say) if isinstance(self.hint, Sentence) else self.hint
        return self.sentence.render(say) + hint


def known_profile(name: str) -> str:
    """``name``, if there is such a profile of forms or it is ``auto``; else `Usage`."""
    if name == "auto":
        return name
    from pmlint import data

    folder = data.root().joinpath("profiles")
    known = sorted(n.rpartition(".")[0] for n, _ in data.walk(folder))
    if name not in known:
        shown = ", ".join(["auto", *known])
        hint = nearest(name, known)
        raise Usage("usage.choice", option="--profile", value=name, choices=shown, hint=hint)
    return name
