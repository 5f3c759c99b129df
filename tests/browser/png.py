"""Pictures of a page as small PNG files: at most 256 colours, which is what a page of words has, but for its edges."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

# The browser decodes its own screenshot. Colours that are left out become the nearest of those that are kept.
_PALETTE: Final = """async shot => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + shot;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const parts = color => [color & 255, (color >> 8) & 255, (color >> 16) & 255];
  const often = [...counts].sort((a, b) => b[1] - a[1]).map(([color]) => parts(color));
  // The commonest as they are; of the rest those that look like none yet, else the edges of words would crowd out
  // a face's colour.
  const kept = often.slice(0, 96);
  const apart = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  for (const color of often.slice(96)) {
    if (kept.length < 256 && kept.every(it => apart(it, color) > 250)) kept.push(color);
  }
  const nearest = color => {
    const own = parts(color);
    let best = 0, least = Infinity;
    kept.forEach((it, index) => {
      const distance = apart(it, own);
      if (distance < least) [best, least] = [index, distance];
    });
    return best;
  };
  const known = new Map([...counts.keys()].map(color => [color, nearest(color)]));
  const indices = Uint8Array.from(pixels, pixel => known.get(pixel));
  let text = '';
  for (let i = 0; i < indices.length; i += 8192) text += String.fromCharCode(...indices.subarray(i, i + 8192));
  return { width: image.width, height: image.height, colors: kept.flat(), indices: btoa(text) };
}"""


def photograph(page: Page, path: Path) -> None:
    shot = page.screenshot(animations="disabled", caret="hide")
    # In a page of its own: what is photographed may not load a picture out of its own text.
    other = page.context.new_page()
    found: dict[str, Any] = other.evaluate(_PALETTE, base64.b64encode(shot).decode())
    other.close()
    path.write_bytes(
        _encode(found["width"], found["height"], bytes(found["colors"]), base64.b64decode(found["indices"]))
    )


def _encode(width: int, height: int, colors: bytes, indices: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    chunks = ((b"IHDR", header), (b"PLTE", colors), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
