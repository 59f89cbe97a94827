# SPDX-License-Identifier: Apache-2.0
"""TensorBoard's event files, without TensorFlow.

A file is a sequence of records (TFRecord), each of them

    uint64 length, uint32 masked CRC-32C of these 8 bytes, data, uint32 masked CRC-32C of the data

little-endian; data is an Event of TensorFlow's event.proto, of which these fields are written:

    Event        1: double wall_time   2: int64 step   3: string file_version   5: Summary
    Summary      1: repeated Value
    Value        1: string tag         2: float simple_value
"""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, Mapping

if TYPE_CHECKING:
    from lowband.results import Run

FILE_NAME = "events.out.tfevents.0.lowband"
NO_SCALARS = ("iteration", "sim_time_s")


def write_run(run: Run, folder: Path) -> Path:
    """FOLDER/RUN/events.out.tfevents.0.lowband, in place of the one that was there."""
    file = folder / run.name / FILE_NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"".join(record(event) for event in events(run)))
    return file


def events(run: Run) -> Iterator[bytes]:
    """The version of the format, and then an event per evaluation. Numbers that do not exist are left out."""
    yield _double(1, 0.0) + _bytes(3, b"brain.Event:2")
    metrics = run.metrics
    scalars = [name for name in metrics.columns if name not in NO_SCALARS]
    for row in metrics.to_dict("records"):
        values = {name: float(row[name]) for name in scalars if not math.isnan(row[name])}
        yield scalar_event(float(row["sim_time_s"]), int(row["iteration"]), values)


def scalar_event(wall_time: float, step: int, values: Mapping[str, float]) -> bytes:
    """An Event with these scalars."""
    summary = b"".join(_bytes(1, _bytes(1, tag.encode()) + _float(2, value)) for tag, value in values.items())
    return _double(1, wall_time) + _key(2, 0) + _varint(step) + _bytes(5, summary)


def record(data: bytes) -> bytes:
    """`data` as a TFRecord."""
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked_crc32c(length)) + data + struct.pack("<I", masked_crc32c(data))


def masked_crc32c(data: bytes) -> int:
    """CRC-32C, turned right by 15 bits, plus a constant: so that a record may hold its own checksums."""
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def crc32c(data: bytes) -> int:
    """Castagnoli's CRC (RFC 3720, appendix B.4), byte by byte."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def _crc_of_byte(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    return byte


_CRC_TABLE = [_crc_of_byte(byte) for byte in range(256)]


def _varint(value: int) -> bytes:
    coded = bytearray()
    while value > 0x7F:
        coded.append(value & 0x7F | 0x80)
        value >>= 7
    coded.append(value)
    return bytes(coded)


def _key(field: int, wire_type: int) -> bytes:
    return _varint(field << 3 | wire_type)


def _double(field: int, value: float) -> bytes:
    return _key(field, 1) + struct.pack("<d", value)


def _float(field: int, value: float) -> bytes:
    try:
        return _key(field, 5) + struct.pack("<f", value)
    except OverflowError:  # beyond float32
        return _key(field, 5) + struct.pack("<f", math.copysign(math.inf, value))


def _bytes(field: int, data: bytes) -> bytes:
    return _key(field, 2) + _varint(len(data)) + data
