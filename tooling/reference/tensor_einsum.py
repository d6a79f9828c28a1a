"""Writes reference values of einsum, tensordot and convolve to packages/tensor/test/fixtures.

NumPy 1.24 contracts and convolves in one dimension, SciPy 1.10 in two, PyTorch 1.13 with channels. The operands are whole numbers that a formula
gives, so that the files hold only results, and these are exact.
Run: python3 tooling/reference/tensor_einsum.py
"""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import torch
from scipy.signal import convolve2d

target = Path(__file__).parents[2] / "packages/tensor/test/fixtures"


def write(name, value):
    (target / f"{name}.json").write_text(json.dumps(value, separators=(",", ":"), allow_nan=False) + "\n")


def operand(place, shape, dtype="float64"):
    """The operand at a place: small whole numbers of both signs, in no pattern that the shape has."""
    size = math.prod(shape)
    return (((np.arange(size) * 7 + place * 5) % 11) - 5).reshape(shape).astype(dtype)


def einsums():
    rows = [
        ["i->i", [3]], ["i->", [3]], ["i", [3]], ["->", []], ["", []], ["ij->ij", [2, 3]], ["ij->ji", [2, 3]],
        ["ji", [2, 3]], ["ba", [2, 3]], ["ij->i", [2, 3]], ["ij->j", [2, 3]], ["ij->", [2, 3]], ["ijk->kij", [2, 3, 4]],
        ["ijk->j", [2, 3, 4]], ["ijk->ki", [2, 3, 4]], ["ii", [3, 3]], ["ii->i", [3, 3]], ["ii->", [3, 3]],
        ["iij->ij", [3, 3, 2]], ["iji->j", [3, 2, 3]], ["iji->ij", [3, 2, 3]], ["jii->ji", [2, 3, 3]], ["iii->i", [3, 3, 3]],
        ["iii", [2, 2, 2]], ["iijj->ij", [2, 2, 3, 3]], ["ijij->ji", [2, 3, 2, 3]], ["iijj", [2, 2, 3, 3]],
        ["ii->i", [0, 0]], ["ii", [0, 0]], ["ii->i", [1, 1]], ["ij->i", [2, 0]], ["ij->j", [2, 0]], ["Ab->bA", [2, 3]], ["aB", [2, 3]],
        ["...", [2, 3]], ["...i->i...", [2, 3, 4]], ["i...->...", [2, 3, 4]], ["...ii", [2, 3, 3]], ["...ii->...i", [2, 3, 3]],
        ["i...i->...", [3, 2, 3]], ["...->...", []], ["...i->...", [3]], ["i->...i", [3]],
        [",", [], []], [",i->i", [], [3]], ["i,->", [3], []], ["i,i", [3], [3]], ["i,i->i", [3], [3]], ["i,j->ij", [2], [3]],
        ["i,j->ji", [2], [3]], ["i,j", [2], [3]], ["i,j->", [2], [3]], ["ij,j", [2, 3], [3]], ["ij,i->j", [2, 3], [2]],
        ["ij,jk", [2, 3], [3, 4]], ["ij,jk->ki", [2, 3], [3, 4]], ["ij,kj->ik", [2, 3], [4, 3]], ["ji,jk->ik", [3, 2], [3, 4]],
        ["ji,kj->ik", [3, 2], [4, 3]], ["ij,ij", [2, 3], [2, 3]], ["ij,ji", [2, 3], [3, 2]], ["ij,ji->", [2, 3], [3, 2]],
        ["ij,ij->i", [2, 3], [2, 3]], ["ij,ij->ij", [2, 3], [2, 3]], ["ij,ji->ij", [2, 3], [3, 2]], ["ij,jk->ijk", [2, 3], [3, 4]],
        ["ij,jk->j", [2, 3], [3, 4]], ["ij,jk->", [2, 3], [3, 4]], ["ij,jk->ik", [2, 0], [0, 4]], ["ij,jk->ik", [0, 3], [3, 4]],
        ["ij,kl->", [2, 3], [4, 2]], ["ij,kl->il", [2, 3], [4, 2]], ["ij,kl->likj", [2, 3], [4, 2]],
        ["bij,bjk->bik", [2, 2, 3], [2, 3, 4]], ["bij,bjk->kbi", [2, 2, 3], [2, 3, 4]], ["ijb,bkj->kib", [2, 3, 2], [2, 4, 3]],
        ["bhqd,bkhd->bhqk", [2, 2, 3, 2], [2, 4, 2, 2]], ["ijkl,jlm->imk", [2, 3, 2, 4], [3, 4, 2]], ["ijkl,ljm->imk", [2, 3, 2, 4], [4, 3, 2]],
        ["ijk,ijk->", [2, 3, 4], [2, 3, 4]], ["ijk,kji->", [2, 3, 4], [4, 3, 2]], ["ijk,jl,kl->il", [2, 3, 4], [3, 2], [4, 2]],
        ["ii,i->i", [3, 3], [3]], ["iij,jk->ik", [2, 2, 3], [3, 4]], ["ii,jj->ij", [2, 2], [3, 3]], ["ii,ii", [3, 3], [3, 3]],
        ["...ij,...jk->...ik", [2, 2, 3], [3, 4]], ["...ij,...jk", [2, 1, 2, 3], [5, 3, 4]], ["...,...", [2, 3], [3]],
        ["i...,...j->ij...", [2, 3], [3, 4]], ["...i,...i->...", [2, 1, 3], [4, 3]], ["...i,i...->...", [2, 3], [3, 2]],
        ["...,...->...", [1, 3], [0, 1]], ["i...,i->...", [2, 1, 3], [2]], ["...a,...a,...", [2, 3], [1, 3], [4, 1]],
        ["i,ij,j", [2], [2, 3], [3]], ["ij,jk,kl->il", [2, 3], [3, 4], [4, 2]], ["ij,jk,ki", [2, 3], [3, 4], [4, 2]],
        ["i,i,i->i", [3], [3], [3]], ["i,j,k->kji", [2], [3], [4]], ["ij,ik,il->jkl", [2, 3], [2, 2], [2, 4]],
        ["abc,cd,de,ea->b", [2, 3, 2], [2, 3], [3, 2], [2, 2]], ["ij,jk,kl,lm,mn->in", [2, 3], [3, 2], [2, 4], [4, 2], [2, 3]],
        ["ab,bc,cd,de,ef,fa", [2, 2], [2, 3], [3, 2], [2, 2], [2, 3], [3, 2]],
        ["ab,bc,cd,de,ef,fg,gh->ah", [2, 2], [2, 3], [3, 2], [2, 2], [2, 3], [3, 2], [2, 2]],
        ["a,b,ab,bc,c,cd,d,->", [2], [3], [2, 3], [3, 2], [2], [2, 2], [2], []],
        [" i j , j k -> i k ", [2, 3], [3, 4]],
    ]
    result = []
    for subscripts, *shapes in rows:
        values = [operand(i, shape) for i, shape in enumerate(shapes)]
        value = np.einsum(subscripts, *values)
        result.append([subscripts, shapes, list(value.shape), value.ravel().tolist()])
    return result


def wrapping():
    rows = []
    for subscripts, *shapes in [["ij,jk", [2, 3], [3, 4]], ["i,i->i", [3], [3]], ["ii", [3, 3]], ["i,i,i", [4], [4], [4]]]:
        values = [operand(i, shape, np.int32) * np.int32(300_000_007) for i, shape in enumerate(shapes)]
        value = np.einsum(subscripts, *values)
        assert value.dtype == np.int32
        rows.append([subscripts, shapes, list(value.shape), value.ravel().tolist()])
    return rows


def complex_operand(place, shape):
    return operand(place, shape) + 1j * operand(place + 3, shape)


def pairs(value):
    """Complex numbers as they lie in storage."""
    return np.ascontiguousarray(value).ravel().view(np.float64).tolist()


def complexes():
    rows = [
        ["ij,jk", [2, 3], [3, 4]], ["ij,kj->ki", [2, 3], [4, 3]], ["ii", [3, 3]], ["iji->ij", [2, 3, 2]], ["i,i", [3], [3]],
        ["i,ij,j", [2], [2, 3], [3]], ["bij,bkj->bik", [2, 2, 3], [2, 4, 3]], ["ij->", [2, 3]], ["i,j->ji", [2], [3]],
    ]
    result = []
    for subscripts, *shapes in rows:
        value = np.einsum(subscripts, *[complex_operand(i, shape) for i, shape in enumerate(shapes)])
        result.append([subscripts, shapes, list(value.shape), pairs(value)])
    return result


def tensordots():
    rows = [
        [[2, 3], [3, 4], 1], [[2, 3], [2, 3], 2], [[2, 3], [4, 2], 0], [[3], [3], 1], [[], [], 0], [[], [2], 0],
        [[2, 3, 4], [4, 3, 5], [[1, 2], [1, 0]]], [[2, 3, 4], [3, 4, 5], 2], [[2, 3, 4], [3, 2], [[0, 1], [1, 0]]],
        [[2, 3], [4, 3], [1, 1]], [[2, 3], [4, 3], [[-1], [-1]]], [[2, 0], [0, 3], 1], [[0, 3], [3, 2], 1],
        [[2, 3, 4], [2, 3, 4], [[0, 2], [0, 2]]], [[2, 3], [2, 3], [[], []]],
    ]
    result = []
    for a, b, axes in rows:
        value = np.tensordot(operand(0, a), operand(1, b), axes)
        result.append([a, b, axes, list(value.shape), value.ravel().tolist()])
    return result


def convolutions():
    line, plane = [], []
    lengths = [1, 2, 3, 4, 5, 8]
    for n, k, mode in itertools.product(lengths, lengths, ["full", "same", "valid"]):
        line.append([n, k, mode, np.convolve(operand(0, [n]), operand(1, [k]), mode).tolist()])
    for x, k in [[[1, 1], [1, 1]], [[3, 4], [2, 2]], [[4, 5], [3, 3]], [[5, 4], [1, 3]], [[4, 4], [4, 4]], [[6, 5], [3, 2]], [[3, 7], [3, 4]]]:
        for mode in ["full", "same", "valid"]:
            value = convolve2d(operand(0, x), operand(1, k), mode)
            plane.append([x, k, mode, list(value.shape), value.ravel().tolist()])
    channels = []
    for x, k, stride in [
        [[2, 3, 5, 4], [2, 3, 3, 2], 1], [[1, 2, 6, 6], [5, 2, 3, 3], 2], [[2, 1, 4, 4], [4, 1, 4, 4], 1], [[2, 2, 3, 7], [6, 2, 2, 5], [1, 2]],
        [[2, 3, 8], [1, 3, 3], 1], [[2, 3, 8], [4, 3, 3], 3],
    ]:
        image = torch.tensor(operand(0, x), requires_grad=True)
        weights = torch.tensor(operand(1, k), requires_grad=True)
        correlate = torch.nn.functional.conv2d if len(k) == 4 else torch.nn.functional.conv1d
        value = correlate(image, weights, stride=stride)
        # The gradient of the sum of squares is of whole numbers too.
        (value * value).sum().backward()
        parts = [tensor.detach().numpy().ravel().tolist() for tensor in (value, image.grad, weights.grad)]
        channels.append([x, k, stride, list(value.shape), *parts])
    complexes = [
        [n, k, mode, pairs(np.convolve(complex_operand(0, [n]), complex_operand(1, [k]), mode))]
        for n, k, mode in [[4, 3, "full"], [3, 4, "same"], [8, 2, "valid"]]
    ]
    return {"line": line, "plane": plane, "channels": channels, "complex": complexes}


write("einsum", {"exact": einsums(), "int32": wrapping(), "complex": complexes(), "tensordot": tensordots()})
write("convolve", convolutions())
