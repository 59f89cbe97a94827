#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws the rooms of the source and which includes which: docs/architecture.svg, from docs/architecture.rooms.

    scripts/draw_architecture.py           draws it
    scripts/draw_architecture.py --check   fails if it is not up to date, or if a room includes one that is not below it

Which room includes which is read from the #include lines. An arrow that follows from others is left out.
"""

import argparse
import html
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "architecture.rooms"
PICTURE = ROOT / "docs" / "architecture.svg"

WIDTH, BOX_HEIGHT, FLOOR_HEIGHT, MARGIN, GAP = 780, 46, 96, 16, 14
CHARACTER = 6.6  # the width of one, in the smaller size


def floors():
    """The rooms with their texts, floor by floor, the highest first."""
    lines = [line for line in SOURCE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [[tuple(part.strip() for part in room.split(":")) for room in line.split("|")] for line in lines]


def room_of(path, rooms):
    return next((room for room in rooms if path == room or path.startswith(room + "/")), None)


def includes(rooms):
    """The pairs (room, room that it includes)."""
    pairs = set()
    for folder in ("sim", "models"):
        for file in sorted((ROOT / folder).rglob("*.[ch]pp")):
            name = file.relative_to(ROOT).as_posix()
            room = room_of(name, rooms)
            if room is None:
                sys.exit(f"{SOURCE.name}: {name} is in no room")
            for included in re.findall(r'#include "([^"]+)"', file.read_text(encoding="utf-8")):
                other = room_of(included, rooms)
                if other is not None and other != room:
                    pairs.add((room, other))
    return pairs


def reduced(pairs):
    """Those that do not follow from others."""

    def reach(start):
        found, new = set(), {start}
        while new:
            new = {b for a, b in pairs if a in new} - found
            found |= new
        return found

    below = {a: reach(a) for a, _ in pairs}
    return {(a, b) for a, b in pairs if not any(b in below.get(c, ()) for x, c in pairs if x == a and c != b)}


def draw(all_floors, arrows):
    boxes = {}  # room: x, y, width
    for floor, rooms in enumerate(all_floors):
        widths = [CHARACTER * max(len(name) * 1.15, len(text)) + 18 for name, text in rooms]
        x = (WIDTH - sum(widths) - GAP * (len(rooms) - 1)) / 2
        for (name, _), width in zip(rooms, widths):
            boxes[name] = (x, MARGIN + floor * FLOOR_HEIGHT, width)
            x += width + GAP
    height = 2 * MARGIN + (len(all_floors) - 1) * FLOOR_HEIGHT + BOX_HEIGHT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#678"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
    ]
    # Arrows leave and arrive side by side, in the order of what they lead to.
    middle = {name: x + width / 2 for name, (x, _, width) in boxes.items()}
    leaving = {name: sorted((b for a, b in arrows if a == name), key=middle.get) for name in boxes}
    arriving = {name: sorted((a for a, b in arrows if b == name), key=middle.get) for name in boxes}

    def port(name, others, other):
        x, _, width = boxes[name]
        return x + width * (others.index(other) + 1) / (len(others) + 1)

    for a, b in sorted(arrows):
        x1, y1 = port(a, leaving[a], b), boxes[a][1] + BOX_HEIGHT
        x2, y2 = port(b, arriving[b], a), boxes[b][1] - 2
        lines.append(f'<path d="M{x1:.1f} {y1} C{x1:.1f} {y1 + 40} {x2:.1f} {y2 - 40} {x2:.1f} {y2}" fill="none" '
                     'stroke="#89a" stroke-width="1.3" marker-end="url(#head)"/>')
    for rooms in all_floors:
        for name, text in rooms:
            x, y, width = boxes[name]
            lines.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BOX_HEIGHT}" rx="5" fill="#eef4fa" '
                         'stroke="#468"/>')
            for dy, size, weight, what in ((19, 13, "bold", name), (36, 12, "normal", text)):
                lines.append(f'<text x="{x + width / 2:.1f}" y="{y + dy}" font-size="{size}" font-weight="{weight}" '
                             f'text-anchor="middle">{html.escape(what)}</text>')
    return "\n".join(lines + ["</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="writes nothing")
    arguments = parser.parse_args()
    all_floors = floors()
    floor_of = {name: floor for floor, rooms in enumerate(all_floors) for name, _ in rooms}
    pairs = includes(floor_of)
    upwards = [f"{a} includes {b}, which is not below it" for a, b in sorted(pairs) if floor_of[a] >= floor_of[b]]
    if upwards:
        sys.exit("\n".join(upwards))
    picture = draw(all_floors, reduced(pairs))
    if not arguments.check:
        PICTURE.write_text(picture, encoding="utf-8")
    elif not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != picture:
        sys.exit(f"{PICTURE.name} is not up to date: scripts/draw_architecture.py draws it")


if __name__ == "__main__":
    main()
