"""Writes src/front_page.md: where README's links lead inside rustdoc.

Rustdoc copies no files, so its front page carries the picture in itself. This takes the digits out
of pictures/05_digits.svg and joins pixels of one grey to one path, which leaves a sixth of the
bytes. Run it from the repository's root after the picture has changed:

    python3 scripts/front_page.py
"""

import re
from pathlib import Path

LEFT, WIDTH, HEIGHT = 3440, 3440, 2640  # the digits' panel

picture = Path("pictures/05_digits.svg").read_text()
paths, texts = {}, []
for x, y, width, height, fill in re.findall(
    r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" opacity="1" fill="(#\w+)"', picture
):
    if LEFT <= int(x) and int(y) + int(height) <= HEIGHT:
        path = f"M{int(x) - LEFT} {y}h{width}v{height}h-{width}z"
        paths[fill] = paths.get(fill, "") + path
for x, y, dy, size, fill, text in re.findall(
    r'<text x="(\d+)" y="(\d+)" dy="([^"]*)" text-anchor="middle" font-family="sans-serif" '
    r'font-size="(\d+)[^"]*" opacity="1" fill="(#\w+)">\n(.*)\n</text>',
    picture,
):
    if LEFT <= int(x) and int(y) <= HEIGHT:
        texts.append(
            f"<text x='{int(x) - LEFT}' y='{y}' dy='{dy}' font-size='{size}' fill='{fill}'>{text}</text>"
        )

svg = (
    f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH // 8}' height='{HEIGHT // 8}' "
    f"viewBox='0 0 {WIDTH} {HEIGHT}' text-anchor='middle' font-family='sans-serif'>"
    "<rect width='100%' height='100%' fill='white'/>"
    + "".join(f"<path fill='{fill}' d='{path}'/>" for fill, path in paths.items())
    + "".join(texts)
    + "</svg>"
)
# What a link in angle brackets, or a URL, would take for its end.
for character in "%<>#":
    svg = svg.replace(character, f"%{ord(character):02X}")

links = {
    "digits": f"<data:image/svg+xml,{svg}>",
    "ARCHITECTURE.md": "crate::about::architecture",
    "CHANGELOG.md": "crate::about::changelog",
    "GUARANTEES.md": "crate::about::guarantees",
    "MIT": "https://spdx.org/licenses/MIT.html",
    "Apache-2.0": "https://spdx.org/licenses/Apache-2.0.html",
}
Path("src/front_page.md").write_text(
    "".join(f"[{name}]: {target}\n" for name, target in links.items())
)
