"""The recogniser: where lines of text are in a picture, and what they say.

A thin wrapper around RapidOCR with the models that come in its package: no network. Its
line-angle classifier stays off: it turns ``≥90.00(%)`` into ``(%)00.06<``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from pmlint.model.value import value
from pmlint.read.ocr_image import Image
from pmlint.read.pdf_layout import Box

_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.max_side_len": 2000,
    "Global.text_score": 0.0,
    "Global.return_word_box": True,
    "EngineConfig.onnxruntime.intra_op_num_threads": min(4, os.cpu_count() or 1),
    "Rec.rec_batch_num": 1,  # a line is read the same whatever its neighbours
}
_SAMPLE = 5
_SURE = 0.8


@value
class Reading:
    """What a line says, and the certainty of each character (0 to 1)."""

    text: str
    certainty: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The certainty of the whole line; 0 if nothing was read."""
        return sum(self.certainty) / len(self.certainty) if self.certainty else 0.0


class Engine:
    """The loaded models. Loading takes about a second; keep one for all pages."""

    def __init__(self) -> None:
        self._ocr = RapidOCR(params=dict(_SETTINGS))

    def detect(self, grey: Image) -> list[Box]:
        """Boxes around lines of text, in pixels, from top to bottom."""
        found = self._ocr(_colour(grey), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return []
        high, wide = grey.shape
        lows, highs = np.min(boxes, axis=1), np.max(boxes, axis=1)
        return [
            (max(0.0, x0), max(0.0, y0), min(float(wide), x1), min(float(high), y1))
            for (x0, y0), (x1, y1) in zip(lows.tolist(), highs.tolist(), strict=True)
        ]

    def recognise(self, lines: Sequence[Image]) -> list[Reading]:
        """What each of the given cut-outs (a line of text each) says."""
        if not lines:
            return []
        found: Any = self._ocr.recognize_txt([_colour(line) for line in lines])
        readings = []
        for text, score, words in zip(found.txts, found.scores, found.word_results, strict=True):
            certainty = tuple(getattr(words, "confs", None) or ())
            if len(certainty) != len(text):
                certainty = (float(score),) * len(text)
            readings.append(Reading(text, certainty))
        return readings

    def orientation(self, grey: Image, boxes: Sequence[Box]) -> int:
        """How many quarter turns counterclockwise put the picture upright, judged by the shape of
        its lines and by how well a few of them can be read."""
        lines = [box for box in boxes if _slimness(box) > 2]
        if not lines:
            return 0
        upright = 2 * sum(b[2] - b[0] > b[3] - b[1] for b in lines) >= len(lines)
        lines = [box for box in lines if (box[2] - box[0] > box[3] - box[1]) == upright]
        lines.sort(key=lambda box: abs(_slimness(box) - 5))
        samples = [
            grey[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1] for x0, y0, x1, y1 in lines[:_SAMPLE]
        ]
        first, second = (0, 2) if upright else (1, 3)
        sure = self._certainty(samples, first)
        if sure >= _SURE or self._certainty(samples, second) <= sure:
            return first
        return second

    def _certainty(self, samples: Sequence[Image], quarter: int) -> float:
        turned = [np.ascontiguousarray(np.rot90(sample, quarter)) for sample in samples]
        return float(np.mean([reading.mean for reading in self.recognise(turned)]))


def _slimness(box: Box) -> float:
    """How many times longer than thick the box is."""
    sides = box[2] - box[0], box[3] - box[1]
    return max(sides) / max(1.0, min(sides))


def _colour(grey: Image) -> Image:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
