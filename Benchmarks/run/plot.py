# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""Horizontal bars with intervals, as SVG; nothing but text is needed for that."""

from xml.sax.saxutils import escape

WIDTH, MARGIN, NAMES, BAR, GAP, HEAD = 880, 20, 150, 14, 5, 30
OURS, OTHERS, INK, GRID = "#1f6feb", "#9aa4b0", "#1f2328", "#d0d7de"


def _text(x, y, text, size=12, anchor="start", weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" '
            f'fill="{INK}">{escape(text)}</text>')


def _line(x1, y1, x2, y2, colour, width=1.0):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}"/>')


def _panel(title, rows, x, y, width, top):
    """`rows`: (name, is_ours, middle, low, high); `top`: the value at the right edge."""
    left = x + NAMES
    scale = (width - NAMES - 40) / top
    bottom = y + HEAD + len(rows) * (BAR + GAP)
    out = [_text(x, y + 14, title, 12, weight="bold")]
    for step in range(int(top * 2) + 1):
        at = left + step / 2 * scale
        out.append(_line(at, y + HEAD - 6, at, bottom, INK if step == 2 else GRID))
        out.append(_text(at, bottom + 11, f"{step / 2:g}", 9, "middle"))
    for index, (name, is_ours, middle, low, high) in enumerate(rows):
        row = y + HEAD + index * (BAR + GAP)
        end = left + min(middle, top) * scale
        out.append(_text(left - 6, row + BAR - 3, name, 11, "end", "bold" if is_ours else "normal"))
        out.append(f'<rect x="{left:.1f}" y="{row:.1f}" width="{end - left:.1f}" height="{BAR}" '
                   f'fill="{OURS if is_ours else OTHERS}"/>')
        out.append(_line(left + min(low, top) * scale, row + BAR / 2, left + min(high, top) * scale, row + BAR / 2, INK,
                         1.5))
        out.append(_text(left + min(max(middle, high), top) * scale + 4, row + BAR - 3, f"{middle:.2f}", 10))
    return out


def bars(title, panels):
    """Two panels side by side, all with one scale, so that they can be compared with each other."""
    columns = 2
    width = (WIDTH - 2 * MARGIN - 20) / columns
    tallest = max((len(rows) for _, rows in panels), default=0)
    height = HEAD + tallest * (BAR + GAP) + 26
    top = max((high for _, rows in panels for *_, high in rows), default=1)
    top = min(max(1.5, top), 3.0)
    lines = -(-len(panels) // columns)
    total = MARGIN + 30 + lines * height
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{total}" '
           f'viewBox="0 0 {WIDTH} {total}" font-family="sans-serif">',
           f'<rect width="{WIDTH}" height="{total}" fill="white"/>',
           _text(MARGIN, MARGIN + 8, title, 15, weight="bold")]
    for index, (name, rows) in enumerate(panels):
        x = MARGIN + index % columns * (width + 20)
        y = MARGIN + 26 + index // columns * height
        out += _panel(name, rows, x, y, width, top)
    return "\n".join(out + ["</svg>"]) + "\n"
