"""What constnet-onnx makes of a folder of models: accepted, refused by reason, deviation and time of each.

    cargo install --path . --features onnx      # in a checkout of this repository
    python3 scripts/onnx_folder.py FOLDER [PROGRAM]

Nothing is written. Every `*.onnx` file below the folder is checked: the layers that it would become are compared with
its nodes, in f64, on 16 inputs. `deviation` is the largest difference, relative to the largest output. A file that
takes longer than ten minutes counts as refused.
"""

import collections
import math
import pathlib
import re
import subprocess
import sys
import time

MOST_SECONDS = 600


def check(program, path):
    """The time in seconds, and the deviation or the reason. NaN is the deviation of layers that were not compared."""
    start = time.monotonic()
    try:
        run = subprocess.run([program, "--check", str(path)], capture_output=True, text=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return time.monotonic() - start, None, f"no answer in {MOST_SECONDS} s"
    seconds = time.monotonic() - start
    if run.returncode:
        return seconds, None, run.stderr.strip().removeprefix(f"{path}: ")
    found = re.search(r"by (\S+) at most, of outputs up to (\S+),", run.stdout)
    return seconds, float(found[1]) / (float(found[2]) or 1) if found else float("nan"), None


def kind(reason):
    """A reason without the names of one file."""
    reason = reason.split("; ")[0].split(", expected")[0]
    operator = re.search(r"the operator `(\w+)`", reason)
    if operator:
        return f"{operator[1]} is not supported"
    reason = re.sub(r"^.*?\((\w+)\)[^:]*: ", r"\1: ", reason)
    return re.sub(r"`[^`]*`|[-\d.e+]*\d", "·", reason)


def main():
    folder, program = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "constnet-onnx"
    deviations, reasons = [], collections.defaultdict(list)
    files = sorted(folder.rglob("*.onnx"))
    for path in files:
        seconds, deviation, reason = check(program, path)
        name = path.relative_to(folder)
        if reason is None:
            deviations.append(deviation)
            print(f"{seconds:8.2f} s  {deviation:9.1e}  {name}")
        else:
            reasons[kind(reason)].append(name)
            print(f"{seconds:8.2f} s  refused    {name}: {reason}")
    compared = [deviation for deviation in deviations if not math.isnan(deviation)]
    print(f"\n{len(deviations)} of {len(files)} accepted, deviation at most {max(compared, default=0):.1e}, "
          f"{len(deviations) - len(compared)} not compared")
    for reason, names in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"{len(names):6}  {reason}")


if __name__ == "__main__":
    main()
