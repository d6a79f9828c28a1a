"""Runs the printed Python programs, and writes what they give to python-values.json beside them.

PyTorch 1.13 runs those for torch; it also differentiates the programs of the values by itself, and must agree with the
programs of the gradients. JAX is not needed: its programs are run with NumPy in its place, which finds wrong names,
wrong arguments and wrong numbers, not what JAX would do differently.
JSON has no NaN and no infinity: they stand as the strings "nan", "inf" and "-inf".
Run: node tooling/reference/to_python.ts && python3 tooling/reference/to_python.py
"""

import contextlib
import io
import json
import math
import sys
import types
from pathlib import Path

import numpy as np
import scipy.linalg
import scipy.special
import torch

packages = Path(__file__).parents[2] / "packages"


class Array(np.ndarray):
    """An array with JAX's functional updates."""

    @property
    def at(self):
        return Places(self)


class Places:
    def __init__(self, array):
        self.array = array

    def __getitem__(self, places):
        return Update(self.array, places)


class Update:
    def __init__(self, array, places):
        self.array, self.places = np.asarray(array), places

    def add(self, values):
        result = self.array.copy()
        np.add.at(result, self.places, values)
        return result.view(Array)

    def set(self, values):
        result = self.array.copy()
        result[self.places] = values
        return result.view(Array)


def jacobian(f):
    """jax.jacobian, by complex steps, which do not cancel."""

    def at(v):
        steps = 1e-30j * np.eye(v.size)
        return np.stack([np.imag(f(v + step)) / 1e-30 for step in steps], axis=-1)

    return at


def convolve_planes(x, kernel, strides, padding):
    """The part of jax.lax.conv_general_dilated that is used: NCHW and OIHW, no strides."""
    assert strides == (1, 1)
    before = [(max(low, 0), max(high, 0)) for low, high in padding]
    x = np.pad(np.asarray(x), [(0, 0), (0, 0), *before])
    x = x[:, :, max(-padding[0][0], 0) :, max(-padding[1][0], 0) :]
    x = x[:, :, : x.shape[2] + min(padding[0][1], 0), : x.shape[3] + min(padding[1][1], 0)]
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    return np.einsum("ncyxij,ocij->noyx", windows, kernel).view(Array)


def scan(step, carry, slices, length=None, reverse=False):
    """jax.lax.scan over a tuple of arrays, with tuples or arrays as carry and as rows."""
    places = range(length if length is not None else len(slices[0]))
    rows = []
    for i in reversed(places) if reverse else places:
        carry, row = step(carry, tuple(x[i] for x in slices))
        rows.insert(0 if reverse else len(rows), row)
    if isinstance(rows[0], tuple):
        return carry, tuple(np.stack(column).view(Array) for column in zip(*rows))
    return carry, np.stack(rows).view(Array)


def while_loop(condition, step, state):
    while condition(state):
        state = step(state)
    return state


def stand_in_for_jax():
    """Modules named jax and jax.numpy, made of NumPy and SciPy."""
    jnp = types.ModuleType("jax.numpy")
    jnp.__dict__.update({name: getattr(np, name) for name in dir(np) if not name.startswith("_")})
    for name in ("array", "broadcast_to", "eye", "full", "stack", "zeros"):
        make = getattr(np, name)
        setattr(jnp, name, lambda *args, make=make, **options: np.asanyarray(make(*args, **options)).view(Array))
    jnp.argsort = lambda x, axis: np.argsort(x, axis=axis, kind="stable")
    jax = types.ModuleType("jax")
    jax.numpy = jnp
    jax.jacobian = jacobian
    jax.config = types.SimpleNamespace(update=lambda *_: None)
    jax.nn = types.SimpleNamespace(sigmoid=scipy.special.expit)
    # The factors are handed on and not used: solve factors the matrix again.
    factors = lambda a: (a, np.zeros(a.shape[:-1], dtype=np.int32))
    linalg = types.SimpleNamespace(
        expm=lambda a: scipy.linalg.expm(np.array(a)),
        lu=scipy.linalg.lu,
        lu_factor=factors,
        solve_triangular=scipy.linalg.solve_triangular,
    )
    jax.scipy = types.SimpleNamespace(linalg=linalg, special=scipy.special)
    jax.lax = types.SimpleNamespace(
        stop_gradient=lambda x: x,
        complex=lambda re, im: re + 1j * im,
        cond=lambda test, yes, no, *operands: yes(*operands) if test else no(*operands),
        conv_general_dilated=convolve_planes,
        scan=scan,
        while_loop=while_loop,
    )
    sys.modules.update({"jax": jax, "jax.numpy": jnp})


def load(source):
    """The function f of a printed module, whose example is run as well."""
    module = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        exec(source, module)
    return module["f"]


def results(value):
    return list(value) if isinstance(value, (tuple, list)) else [value]


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def of_torch(tensors):
    return [t.detach().reshape(-1).tolist() for t in tensors]


def check_autograd(name, f, inputs, gradient, forward):
    """PyTorch's own gradient of the program of the value; or, for a forward derivative, its sum."""
    floats = [x for x in inputs if x.is_floating_point()]
    for x in floats:
        x.requires_grad_()
    own = torch.autograd.grad(f(*inputs), floats, allow_unused=True)
    if forward:
        floats, own = [own[0].sum()], [sum(g.sum() for g in own)]
    for x, expected, got in zip(floats, own, gradient):
        expected = torch.zeros_like(x) if expected is None else expected
        if not torch.allclose(got, expected, rtol=1e-10, atol=1e-12):
            raise SystemExit(f"{name}: the gradient is {got}, by autograd {expected}")


def run(fixtures):
    values = {}
    for case in json.loads((fixtures / "python-programs.json").read_text()):
        name = case["name"]
        arrays = [np.array(x["data"], dtype=x["dtype"]).reshape(x["shape"]) for x in case["inputs"]]
        tensors = [torch.from_numpy(x.copy()) for x in arrays]
        jax_arrays = [x.view(Array) for x in arrays]
        try:
            value, gradient = load(case["value"]["torch"]), load(case["gradient"]["torch"])
            torch_gradient = results(gradient(*tensors))
            values[name] = {
                "torch": {"value": of_torch(results(value(*tensors)))[0][0], "gradient": of_torch(torch_gradient)},
                "numpy": {
                    "value": float(load(case["value"]["jax"])(*jax_arrays)),
                    "gradient": [
                        np.asarray(g).reshape(-1).tolist() for g in results(load(case["gradient"]["jax"])(*jax_arrays))
                    ],
                },
            }
            check_autograd(name, value, tensors, torch_gradient, case["forward"])
        except Exception as problem:
            print(name, case["gradient"]["torch"], case["gradient"]["jax"], file=sys.stderr)
            raise SystemExit(f"{name}: {type(problem).__name__}: {problem}")
    lines = [f"{json.dumps(name)}:{json.dumps(plain(v), separators=(',', ':'), allow_nan=False)}" for name, v in values.items()]
    (fixtures / "python-values.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main():
    stand_in_for_jax()
    torch.set_num_threads(1)
    for name in ("testing", "adjoint"):
        run(packages / name / "test/fixtures")


main()
