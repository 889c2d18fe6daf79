"""Encrypted, broken and malicious PDFs: bounded, and a message that says what to do."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import time
import zlib

import pdf_drawing as drawing
import pypdf
import pytest

from pmlint.read import ReadError, pdf


@pytest.fixture(scope="module")
def form() -> bytes:
    return drawing.make(lambda canvas: drawing.table(canvas) and None)


def encrypted(data: bytes, user: str, algorithm: str = "AES-256") -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def of_content(content: bytes, box: str = "0 0 595 842", packed: bytes | None = None) -> bytes:
    """A PDF of one page with the given content stream."""
    body = zlib.compress(content) if packed is None else packed
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R"
            "/Resources<</XObject<</F 5 0 R>>>>>>".encode(),
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body),
            b"<</Type/XObject/Subtype/Form/BBox[0 0 100 100]"
            b"/Resources<</XObject<</F 5 0 R>>>>/Length 12>>stream\n/F Do /F Do \nendstream",
        ]
    )


def assemble(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


ASK = """
import json, resource, sys
from pmlint.read import ReadError, pdf
try:
    pdf.read(sys.stdin.buffer.read(), "a.pdf")
except ReadError as error:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    json.dump([error.reason, error.message, peak], sys.stdout)
"""


def refused(data: bytes) -> ReadError:
    """Why the file was refused; within time, and within the memory of the reading child.

    Asked in a fresh process: the peak of children counts all that this one ever had, and a fork
    of the test runner begins with the runner's own memory.
    """
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", ASK], input=data, capture_output=True, check=True)
    assert time.monotonic() - start < 30
    assert done.stdout, "the file was read, not refused"
    reason, message, peak = json.loads(done.stdout)
    assert peak < 320 * 1024
    return ReadError(reason, message)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_is_said(form: bytes, algorithm: str) -> None:
    error = refused(encrypted(form, "secret", algorithm))
    assert error.reason == "encrypted"
    assert "密码" in error.message


def test_an_owner_password_alone_opens(form: bytes) -> None:
    document = pdf.read(encrypted(form, ""), "a.pdf")
    assert any(c.text == "≥90.00(%)" for c in document.grids[0].cells())


@pytest.mark.parametrize("part", [0.02, 0.3, 0.8, 0.95])
def test_truncated(form: bytes, part: float) -> None:
    error = refused(form[: int(len(form) * part)])
    assert error.reason == "damaged"


def test_truncated_where_the_pages_are_listed_first() -> None:
    """Such a file can be mended, but what it has lost is lost."""
    data = of_content(b"0 0 m 9 9 l S")
    assert pdf.read(data, "a.pdf")
    assert refused(data[: data.index(b"5 0 obj")]).reason == "damaged"


def test_random_bytes_after_the_signature() -> None:
    assert refused(b"%PDF-1.7\n" + bytes(range(256)) * 40).reason == "damaged"


def test_no_pages() -> None:
    data = assemble([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    assert refused(data).reason == "damaged"


def test_too_many_pages_are_refused_before_they_are_read() -> None:
    data = assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 5000/Kids[" + b"3 0 R " * 5000 + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    )
    assert refused(data).reason in ("too-large", "damaged")


def test_flate_bomb() -> None:
    """600 MB of blanks in 600 kB."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(600)) + packer.flush()
    assert refused(of_content(b"", packed=packed)).reason in ("damaged", "too-large")


def test_object_bomb() -> None:
    lines = b"".join(
        b"%d %d m %d %d l S\n" % (i % 595, i % 842, i % 300, 9) for i in range(400_000)
    )
    error = refused(of_content(lines))
    assert error.reason == "too-large"
    assert "过多" in error.message


def test_a_drawing_is_not_taken_for_a_table() -> None:
    """Thousands of different rules, few enough to be read."""
    lines = b"".join(
        b"0 %d.%d m 595 %d.%d l S %d.%d 0 m %d.%d 842 l S\n"
        % (i // 10, i % 10, i // 10, i % 10, i // 14, i % 10, i // 14, i % 10)
        for i in range(8_400)
    )
    start = time.monotonic()
    document = pdf.read(of_content(lines), "a.pdf")
    assert time.monotonic() - start < 20
    assert document.grids[0].rows is not None


def test_a_form_that_draws_itself_ends() -> None:
    """Read with its rules or refused, but soon, and never by another exception."""
    start = time.monotonic()
    with contextlib.suppress(ReadError):
        pdf.read(of_content(b"/F Do 0 0 m 9 9 l S"), "a.pdf")
    assert time.monotonic() - start < 20
