"""Wrong usage: what the user is told, and the nearest thing that would be right."""

from __future__ import annotations

from collections.abc import Iterable

from pmlint.messages import Messages


class Usage(Exception):
    """The command line asks for something that cannot be done. ``key`` is a message of the
    catalogue, ``values`` fill it; ``hint`` among them is a near name or ''."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def render(self, say: Messages) -> str:
        """The sentence for the user, with "did you mean" if there is a near name."""
        values = dict(self.values)
        hint = values.pop("hint", "")
        sentence = say(self.key, **values)
        return sentence + say("usage.did_you_mean", hint=hint) if hint else sentence


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like ``word``, or ''."""
    from difflib import get_close_matches

    names = sorted(known)
    folded = {name.casefold(): name for name in names}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


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


def explained(error: Exception) -> str:
    """What to tell the user about an error in what the user supplied (settings, rule files,
    plugins); '' for any other error, which is then a defect of pmlint's own."""
    from pmlint.data import DataError
    from pmlint.plugins import PluginError
    from pmlint.rules.settings import SettingsError

    return str(error) if isinstance(error, DataError | PluginError | SettingsError) else ""
