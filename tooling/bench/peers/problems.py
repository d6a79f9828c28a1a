"""The numbers of tooling/bench/data.ts and compile/problems.ts: no generator of random ones is the same everywhere."""


def numbers(count, seed):
    return [((i * 7919 + seed * 104729) % 1009) / 1009 - 0.5 for i in range(count)]


def coordinates():
    return [-2 + (4 * i) / 199 for i in range(200)]


def line(count):
    return [4 * value for value in numbers(count, 6)]


def perceptron():
    return {
        "x": numbers(64 * 784, 1),
        "w1": [value / 14 for value in numbers(784 * 128, 2)],
        "b1": numbers(128, 3),
        "w2": [value / 6 for value in numbers(128 * 10, 4)],
        "b2": numbers(10, 5),
    }


def regression():
    return {
        "features": numbers(100_000, 9),
        "labels": [1 if value > 0 else 0 for value in numbers(1000, 10)],
        "weights": numbers(100, 11),
        "direction": numbers(100, 12),
    }
