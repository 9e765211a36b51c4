"""The logo: any picture becomes black dots that fit each paper, and stands at the receipt's head."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from core.errors import Refused
from core.files import Files
from printers import logo
from printers.layout import COLUMNS
from printers.profile import Profile
from printers.render import render
from tests.printers import papers
from tests.tools.escpos_view import View


def picture(mode: str = "RGBA", size: tuple[int, int] = (900, 300)) -> bytes:
    """A dark disc with a wide border around it."""
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else 255)
    ImageDraw.Draw(image).ellipse(
        (300, 50, 500, 250), fill=(60, 0, 0, 255) if mode == "RGBA" else 0
    )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_logo_fits_the_paper_and_is_printed_before_the_name(tmp_path: Path, columns: int) -> None:
    files = Files(tmp_path)
    kept = logo.opened(files, logo.prepare(picture(), files))
    profile = Profile(columns=columns)

    assert kept is not None and kept.size == (201, 201)  # the border is gone
    drawn = logo.for_roll(kept, profile.dots)
    assert drawn.mode == "1" and drawn.width <= profile.dots and drawn.height <= logo.TALLEST
    plain = View(profile.dots).feed(render(papers.receipt(), profile))
    view = View(profile.dots).feed(render(papers.receipt(), profile, picture=kept))
    assert view.warnings == []
    assert view.lines == plain.lines
    assert view.papers()[0].height > plain.papers()[0].height


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"no picture", picture()[:200]])
def test_what_is_no_picture_is_refused_beside_its_field(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        logo.prepare(content, Files(tmp_path))
    assert refusal.value.field == "logo"


def test_an_empty_sheet_is_no_logo(tmp_path: Path) -> None:
    blank = io.BytesIO()
    Image.new("L", (50, 50), 255).save(blank, "PNG")
    with pytest.raises(logo.NoPicture):
        logo.prepare(blank.getvalue(), Files(tmp_path))


def test_a_file_that_is_gone_costs_the_logo_and_not_the_receipt(tmp_path: Path) -> None:
    assert logo.opened(Files(tmp_path), "0" * 64) is None
