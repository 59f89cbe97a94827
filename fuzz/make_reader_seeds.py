#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Seeds of the fuzz targets of data files: a few small files of each format. Writes seeds/read_FORMAT/*."""

import pathlib
import struct

import numpy

FOLDER = pathlib.Path(__file__).parent / "seeds"


def folder(name):
    path = FOLDER / f"read_{name}"
    path.mkdir(parents=True, exist_ok=True)
    return path


def main():
    folder("csv").joinpath("0").write_text('x,y,label\n1,-2.5e1,"a, b"\n3,4,"c ""d"""\n')
    folder("csv").joinpath("1").write_bytes(b"\xef\xbb\xbfx\r\n1\r\n")
    folder("libsvm").joinpath("0").write_text("+1 qid:3 0:0.5 7:-2e-1 # x\n\n-1 qid:4\n")
    folder("idx").joinpath("0").write_bytes(struct.pack(">IIII", 0x803, 2, 2, 1) + bytes([0, 255, 7, 8]))
    arrays = [numpy.arange(6, dtype="u1").reshape(2, 3), numpy.array([1.5, -2], ">f4"), numpy.array(["a", "bc"]),
              numpy.array([b"x", b"yz"]), numpy.array([2**63], "u8"), numpy.array(3, "<i2"), numpy.array([True])]
    for i, array in enumerate(arrays):
        numpy.save(folder("npy") / "array.npy", array)
        (folder("npy") / "array.npy").rename(folder("npy") / str(i))
    for i, save in enumerate((numpy.savez, numpy.savez_compressed)):
        save(folder("npz") / "arrays.npz", x=arrays[0], y=arrays[2])
        (folder("npz") / "arrays.npz").rename(folder("npz") / str(i))


if __name__ == "__main__":
    main()
