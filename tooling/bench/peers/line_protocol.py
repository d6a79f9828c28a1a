"""A contestant in a process of its own: reads `check NAME` or `time NAME REPEATS`, writes a line of JSON."""

import json
import sys
import time


def sampled(values):
    """At most about 4,000 of the numbers, evenly spread: what is compared travels between processes."""
    return [float(value) for value in values[:: -(-len(values) // 4096)]]


def serve(version, cases, read):
    for line in sys.stdin:
        command, name, *rest = line.rstrip("\n").split("\t")
        if command == "names":
            answer = {"version": version, "names": list(cases)}
        elif command == "check":
            check = getattr(cases[name], "check", cases[name])
            answer = [value for part in check() for value in sampled(read(part))]
        else:
            run = cases[name]
            start = time.perf_counter()
            for _ in range(int(rest[0])):
                run()
            answer = time.perf_counter() - start
        print(json.dumps(answer), flush=True)
