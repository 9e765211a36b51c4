"""Label printers for the tests: ZPL and TSPL bytes in, pictures of the labels out."""

import re

from PIL import Image

ZPL = re.compile(
    r"\^XA\^PW(\d+)\^LL(\d+)\^LH0,0\^FO0,0\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS\^PQ(\d+)\^XZ"
)
TSPL = re.compile(
    rb"SIZE ([\d.]+) mm,([\d.]+) mm\r\nGAP ([\d.]+) mm,0 mm\r\nDIRECTION 1\r\nCLS\r\n"
    rb"BITMAP 0,0,(\d+),(\d+),0,"
)


def read_zpl(data: bytes) -> list[Image.Image]:
    """Return the labels that a ZPL printer would print, one picture each."""
    labels: list[Image.Image] = []
    for line in data.decode("ascii").splitlines():
        found = ZPL.fullmatch(line)
        assert found, line[:80]
        width, height, size, again, row, count = (int(found[n]) for n in (1, 2, 3, 4, 5, 7))
        packed = bytes.fromhex(found[6])
        assert size == again == len(packed) == row * height and row == (width + 7) // 8
        image = Image.frombytes("1", (row * 8, height), bytes(255 - b for b in packed))
        labels += [image.crop((0, 0, width, height))] * count
    return labels


def read_tspl(data: bytes) -> list[Image.Image]:
    """Return the labels that a TSPL printer would print, one picture each."""
    labels: list[Image.Image] = []
    while data:
        found = TSPL.match(data)
        assert found, data[:80]
        row, height = int(found[4]), int(found[5])
        end = found.end() + row * height
        tail = re.match(rb"\r\nPRINT (\d+),1\r\n", data[end:])
        assert tail, data[end : end + 40]
        image = Image.frombytes("1", (row * 8, height), data[found.end() : end])
        labels += [image] * int(tail[1])
        data = data[end + tail.end() :]
    return labels
