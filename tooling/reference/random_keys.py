"""Writes keys and draws of Threefry to packages/random/test/fixtures/keys.json.

Threefry-2x32 with 20 rounds from its paper (Salmon, Moraes, Dror, Shaw 2011), checked against Random123's known answers
and against keys that JAX's documentation prints. Run: python3 tooling/reference/random_keys.py && pnpm exec oxfmt
packages/random
"""

import json
from pathlib import Path

target = Path(__file__).parents[2] / "packages/random/test/fixtures/keys.json"
rotations = [13, 15, 26, 6, 17, 29, 16, 24]
word = 2**32


def threefry(key, counter):
    schedule = [key[0], key[1], 0x1BD11BDA ^ key[0] ^ key[1]]
    x, y = ((c + k) % word for c, k in zip(counter, key))
    for turn in range(20):
        x = (x + y) % word
        r = rotations[turn % 8]
        y = ((y << r | y >> (32 - r)) % word) ^ x
        if turn % 4 == 3:
            group = turn // 4 + 1
            x = (x + schedule[group % 3]) % word
            y = (y + schedule[(group + 1) % 3] + group) % word
    return [x, y]


def words_of(value):
    return [value >> 32 & (word - 1), value & (word - 1)]


def split(key, count):
    return [threefry(key, [0, place]) for place in range(count)]


def uniform(key, count):
    blocks = (threefry(key, [0x80000000, place]) for place in range(count))
    return [((high >> 5) * 2**26 + (low >> 6)) / 2**53 for high, low in blocks]


assert threefry([0, 0], [0, 0]) == [0x6B200159, 0x99BA4EFE]
assert threefry([0x13198A2E, 0x03707344], [0x243F6A88, 0x85A308D3]) == [0xC4923A9C, 0x483DF7A0]
assert split([0, 42], 2) == [[1832780943, 270669613], [64467757, 2916123636]]

seeds = [0, 1, 42, 1701, 2**32 - 1, 2**32, 2**40 + 5, -1, -(2**53) + 1]
folds = [0, 1, 7, 2**31, 2**32 - 1, 2**32, -1]
cases = [
    {
        "seed": seed,
        "key": words_of(seed),
        "split": split(words_of(seed), 3),
        "folds": [[data, threefry(words_of(seed), words_of(data))] for data in folds],
        "uniform": uniform(words_of(seed), 3),
    }
    for seed in seeds
]
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(cases))
