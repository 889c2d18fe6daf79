"""Which configuration a text of the editor's is checked by."""

from __future__ import annotations

from datetime import date

from pmlint import config
from pmlint.messages import Language
from pmlint.pipeline import Pipeline
from pmlint.rules.settings import Settings
from pmlint.waivers import listed


class Configured:
    """Chooses the pipeline for a path. ``file``: the configuration ('': the nearest one above the
    path). It is read anew each time, as editors stay open while it is edited; that takes a few
    milliseconds, and the compiled rules are kept while it comes to the same."""

    def __init__(self, language: Language, file: str = "") -> None:
        self.language = language
        self.file = file

    def __call__(self, path: str) -> Pipeline:
        """How the text of a path is checked. Raises `DataError`."""
        folder = config.common_folder([path])
        file = self.file or config.find_config(folder)
        found = config.load(file) if file else config.Config()
        waivers = found.waivers if file else config.find_waivers(folder)
        return found.pipeline(
            Settings(language=self.language),
            waivers=listed.load(waivers) if waivers else (),
            today=date.today().isoformat(),
        )
