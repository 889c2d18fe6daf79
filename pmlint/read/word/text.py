"""Text within paragraphs: runs, breaks, symbols, fields, form fields, equations, comment marks."""

from __future__ import annotations

from pmlint.read.symbols import shown, translate
from pmlint.read.word.model import Mark, Paragraph, Piece, Unit, tag_end
from pmlint.read.word.walk import Attributes, Walk, number, on


class TextWalk(Walk):
    """Puts the text that is shown into the innermost open paragraph."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.paragraphs: list[Paragraph] = []  # open ones; more than one in a text box
        self.unit = Unit(0)  # the open child of the outermost paragraph
        self.muted: list[int] = []  # depths of content controls that show only their prompt
        self._prompt = False
        self._fields: list[bool] = []  # True: in the code of a field, not in its result
        self._coding = 0  # how many of them are True
        self._ticked = False
        self._choices: list[str] = []
        self._chosen = 0
        self._run_begin = 0
        self._run_inner = 0
        self._reference: Mark | None = None
        self._vanish = False
        self._font = ""
        self._text: list[str] | None = None
        self._text_begin = 0
        self._brackets: list[list[str]] = []

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def put(self, text: str, begin: int = -1, end: int = -1) -> None:
        """Add text to the paragraph unless it is not shown; ``begin``/``end``: see `Piece`."""
        if self.muted or self._vanish or self._coding or not self.paragraphs:
            return
        self.spend()
        paragraph = self.paragraphs[-1]
        paragraph.pieces.append(Piece(paragraph.length, text, self.unit, begin, end))
        paragraph.length += len(text)

    def forget_fields(self) -> None:
        """A field that was never ended must not swallow the rest of the document."""
        self._fields.clear()
        self._coding = 0

    # -- runs -------------------------------------------------------------------------------
    def start_r(self, _attributes: Attributes) -> None:
        self._run_begin = self.here
        self._run_inner = tag_end(self.data, self._run_begin)
        self._reference = None
        self._vanish, self._font = False, ""

    def end_rPr(self) -> None:
        if self.path[-1:] == ["r"]:
            self._run_inner = self.after

    def end_r(self) -> None:
        mark, self._reference = self._reference, None
        self._vanish, self._font = False, ""
        close = self.here
        if mark is None or self.data[self._run_inner : mark.begin].strip():
            return
        if not self.data[mark.end : close].strip():  # the run holds nothing else
            mark.begin, mark.end = self._run_begin, self.after

    def start_vanish(self, attributes: Attributes) -> None:
        if self.within("r", "rPr"):
            self._vanish = on(attributes)

    def start_rFonts(self, attributes: Attributes) -> None:
        if self.within("r", "rPr"):
            self._font = attributes.get("ascii") or attributes.get("hAnsi") or ""

    def start_t(self, _attributes: Attributes) -> None:
        self._text = []
        self._text_begin = tag_end(self.data, self.here)

    def end_t(self) -> None:
        text, self._text = "".join(self._text or ()), None
        sign = translate(text, self._font)
        if sign != text:
            self.put(sign)  # without its bytes: what stands there is not what is shown
        elif text:
            self.put(text, self._text_begin, self.here)

    def start_br(self, attributes: Attributes) -> None:
        if attributes.get("type") != "page" or not self.paragraphs:
            self.put("\n")
        elif self.paragraphs[-1].length:
            self.paragraphs[-1].page_after = True
        else:
            self.paragraphs[-1].page_before = True

    def start_cr(self, _attributes: Attributes) -> None:
        self.put("\n")

    def start_tab(self, _attributes: Attributes) -> None:
        if self.within("r"):  # elsewhere it defines a tab stop
            self.put("\t")

    start_ptab = start_tab

    def start_noBreakHyphen(self, _attributes: Attributes) -> None:
        self.put("-")

    def start_sym(self, attributes: Attributes) -> None:
        try:
            code = int(attributes.get("char", ""), 16)
        except ValueError:
            return
        if sign := shown(code, attributes.get("font", "")):
            self.put(sign)

    # -- content controls, fields -----------------------------------------------------------
    def start_sdt(self, _attributes: Attributes) -> None:
        self._prompt = False

    def start_showingPlcHdr(self, attributes: Attributes) -> None:
        self._prompt = on(attributes)

    def start_sdtContent(self, _attributes: Attributes) -> None:
        if self._prompt:
            self.muted.append(len(self.path))
        self._prompt = False

    def end_sdtContent(self) -> None:
        if self.muted and self.muted[-1] == len(self.path) + 1:
            self.muted.pop()

    def start_fldChar(self, attributes: Attributes) -> None:
        kind = attributes.get("fldCharType")
        if kind == "begin":
            self._fields.append(True)
            self._coding += 1
        elif self._fields and kind in ("separate", "end"):
            self._coding -= self._fields.pop()
            if kind == "separate":
                self._fields.append(False)

    def start_checkBox(self, _attributes: Attributes) -> None:
        self._ticked = False

    def start_default(self, attributes: Attributes) -> None:
        if self.within("checkBox"):
            self._ticked = on(attributes)

    start_checked = start_default

    def end_checkBox(self) -> None:
        self._put_form_field("☑" if self._ticked else "□")

    def start_ddList(self, _attributes: Attributes) -> None:
        self._choices, self._chosen = [], 0

    def start_listEntry(self, attributes: Attributes) -> None:
        self._choices.append(attributes.get("val", ""))

    def start_result(self, attributes: Attributes) -> None:
        self._chosen = number(attributes, 0)

    def end_ddList(self) -> None:
        if self._chosen < len(self._choices):
            self._put_form_field(self._choices[self._chosen])

    def _put_form_field(self, text: str) -> None:
        """The state of a form field, which is kept in the field's code."""
        coding, self._coding = self._coding, 0
        self.put(text)
        self._coding = coding

    # -- equations: fractions and brackets are written out, all else is its letters ----------
    start_m_r = start_r

    def start_m_t(self, attributes: Attributes) -> None:
        self.start_t(attributes)

    def end_m_t(self) -> None:
        text, self._text = "".join(self._text or ()), None
        if text:
            self.put(text)  # without its bytes: an equation is not edited

    def start_m_den(self, _attributes: Attributes) -> None:
        self.put("/")

    def start_m_d(self, _attributes: Attributes) -> None:
        self._brackets.append(["(", ")", "|", ""])  # begin, end, separator; opened yet?

    def start_m_begChr(self, attributes: Attributes) -> None:
        self._bracket(0, attributes)

    def start_m_endChr(self, attributes: Attributes) -> None:
        self._bracket(1, attributes)

    def start_m_sepChr(self, attributes: Attributes) -> None:
        self._bracket(2, attributes)

    def _bracket(self, place: int, attributes: Attributes) -> None:
        if self._brackets and self.within("m_dPr"):
            self._brackets[-1][place] = attributes.get("m_val", "")

    def start_m_e(self, _attributes: Attributes) -> None:
        if self._brackets and self.within("m_d"):
            begin, _end, separator, opened = self._brackets[-1]
            if sign := separator if opened else begin:
                self.put(sign)
            self._brackets[-1][3] = "opened"

    def end_m_d(self) -> None:
        if self._brackets:
            _begin, end, _separator, opened = self._brackets.pop()
            if opened and end:
                self.put(end)

    # -- comments ---------------------------------------------------------------------------
    def start_commentRangeStart(self, attributes: Attributes) -> None:
        self.spend()
        begin = self.here
        self.body.marks.append(Mark(attributes.get("id", ""), begin, begin))

    def end_commentRangeStart(self) -> None:
        self.body.marks[-1].end = self.after

    start_commentRangeEnd = start_commentRangeStart
    end_commentRangeEnd = end_commentRangeStart

    def start_commentReference(self, attributes: Attributes) -> None:
        self.start_commentRangeStart(attributes)
        self._reference = self.body.marks[-1]

    end_commentReference = end_commentRangeStart
