"""Runs the PyTorch code of every lesson and records what it prints.

The pages show code and output side by side, and the tests compare our numbers with them.
Run it with a Python that has torch and scikit-learn: python3 scripts/run-pytorch.py
"""

import json
import pathlib
import subprocess
import sys

folder = pathlib.Path(__file__).parent.parent / "src" / "lessons" / "pytorch"
outputs = {
    file.stem: subprocess.run([sys.executable, file], check=True, capture_output=True, text=True).stdout.splitlines()
    for file in sorted(folder.glob("*.py"))
}
(folder / "outputs.json").write_text(json.dumps(outputs, indent=2) + "\n")
