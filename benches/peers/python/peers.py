"""PyTorch and onnxruntime beside constnet, on the same numbers, each by one thread.

    python peers.py [--quick] [--only TEXT]

The program of this package writes the workloads and answers for constnet, so build it first:
`cargo build --release --manifest-path benches/peers/Cargo.toml`. All take turns. constnet is a process
of its own, which waits while others are measured and keeps its own time.
"""

import argparse
import datetime
import itertools
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time

import numpy
import onnxruntime
import torch
from safetensors import safe_open

PROGRAM = pathlib.Path(__file__).parents[1] / "target/release/constnet-peers"
ROUNDS = 200
SAMPLE = 1.5e6  # nanoseconds
STEPS = 20
TOLERANCE = 1e-4  # of the largest number
FALL = 0.02  # of how far a loss falls


class Residual(torch.nn.Module):
    """relu(f(x) + g(x))"""

    def __init__(self, f, g):
        super().__init__()
        self.f, self.g = f, g

    def forward(self, x):
        return torch.relu(self.f(x) + self.g(x))


class Stream(torch.nn.Module):
    """A cell, whose state is carried from call to call, and what stands behind it."""

    def __init__(self, cell, behind):
        super().__init__()
        self.cell, self.behind, self.state = cell, behind, None

    def forward(self, x):
        self.state = self.cell(x, self.state)
        return self.behind(self.state[0] if isinstance(self.state, tuple) else self.state)


class Workload:
    """What the program has written about one row of a table."""

    def __init__(self, path):
        self.path = path
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}
            metadata = file.metadata()
        self.title = metadata["title"]
        self.expression = metadata["module"]
        self.training = metadata["training"].split()
        self.x, self.targets, self.expected = (tensors.pop(n) for n in ("x", "targets", "expected"))
        self.parameters = [tensors[f"parameter{i}"] for i in range(len(tensors))]
        self.batch = len(self.x)
        self.streams = self.expression.startswith("Stream")

    def module(self):
        """The network in PyTorch."""
        module = eval(self.expression, {"nn": torch.nn, "Residual": Residual, "Stream": Stream})
        with torch.no_grad():
            for parameter, numbers in zip(module.parameters(), self.parameters, strict=True):
                assert parameter.shape == numbers.shape
                parameter.copy_(numbers)
        return module

    def outputs(self, call):
        """Those of one call, or of a stream's first steps."""
        return numpy.stack([call() for _ in range(STEPS if self.streams else 1)])

    def check(self, name, found):
        """Nobody is measured who computes something else."""
        found, expected = numpy.ravel(found), self.expected.numpy()
        error = numpy.abs(found - expected).max()
        if not error <= TOLERANCE * numpy.abs(expected).max():
            raise SystemExit(f"{name}, {self.title}: off by {error}")
        if self.training:
            falls = [numbers[0] - numbers[-1] for numbers in (found, expected)]
            if not abs(falls[0] - falls[1]) <= FALL * falls[1]:
                raise SystemExit(f"{name}, {self.title}: the loss falls by {falls[0]}, not {falls[1]}")


def repeated(call):
    """A contender: so many calls, and the nanoseconds that they take."""

    def run(times):
        start = time.perf_counter_ns()
        for _ in range(times):
            call()
        return time.perf_counter_ns() - start

    return run


def eager(workload):
    """PyTorch without a compiler."""
    module, x = workload.module(), workload.x
    if not workload.training:
        with torch.inference_mode():
            workload.check("PyTorch", workload.outputs(lambda: module(x).numpy()))
        return torch.inference_mode()(repeated(lambda: module(x)))

    kind, optimizer, rate = workload.training
    optimizer = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam}[optimizer]
    # One kernel for all that happens to a tensor.
    optimizer = optimizer(module.parameters(), lr=float(rate), fused=True)
    loss, targets = {
        "classes": (torch.nn.CrossEntropyLoss(), workload.targets[:, 0].long()),
        "numbers": (torch.nn.MSELoss(), workload.targets),
    }[kind]

    def step():
        optimizer.zero_grad()
        value = loss(module(x), targets)
        value.backward()
        optimizer.step()
        return value

    workload.check("PyTorch", [step().item() for _ in range(STEPS)])
    return repeated(step)


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def value(numbers):
    return onnxruntime.OrtValue.ortvalue_from_numpy(numbers)


def bound(path, x):
    """onnxruntime with inputs and outputs in place, which spares it a dictionary and an allocation. The states of a
    stream change places with the next ones after each call."""
    model = session(path)
    shapes = {of.name: of.shape for of in model.get_inputs() + model.get_outputs()}
    names = [of.name for of in model.get_inputs()]
    states = [name for name in names if name != "x"]
    x = value(x.reshape(shapes["x"]))
    y = value(numpy.empty(shapes["y"], numpy.float32))
    here, there = ([value(numpy.zeros(shapes[name], numpy.float32)) for name in states] for _ in range(2))

    def binding(before, after):
        binding = model.io_binding()
        binding.bind_ortvalue_input("x", x)
        binding.bind_ortvalue_output("y", y)
        for name, state, following in zip(states, before, after):
            binding.bind_ortvalue_input(name, state)
            binding.bind_ortvalue_output(f"next_{name}", following)
        return binding

    if not states:
        one = binding(here, there)
        return (lambda: model.run_with_iobinding(one)), y
    turns = itertools.cycle([binding(here, there), binding(there, here)])
    return (lambda: model.run_with_iobinding(next(turns))), y


def served(process, name):
    """constnet, which counts for itself."""

    def run(times):
        process.stdin.write(f"{name} {times}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    return run


def contenders(workload, process, empty):
    found = {
        "constnet": served(process, workload.path.stem),
        "PyTorch eager": eager(workload),
    }
    if not workload.training:
        call, y = bound(workload.path.with_suffix(".onnx"), workload.x.numpy())

        def output():
            call()
            return y.numpy().copy()

        workload.check("onnxruntime", workload.outputs(output))
        found["onnxruntime"] = repeated(call)
        found["an empty call of onnxruntime"] = empty
    return found


def interleaved(contenders, rounds):
    """Nanoseconds of a call, of contenders that take turns."""
    repetitions = {}
    for name, run in contenders.items():
        times = 1
        while (taken := run(times)) < SAMPLE / 4:
            times *= 2
        repetitions[name] = max(1, int(times * SAMPLE / taken))
    samples = {name: [] for name in contenders}
    names = list(contenders)
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            contenders[name](1 + repetitions[name] // 8)
            samples[name].append(contenders[name](repetitions[name]) / repetitions[name])
    return samples


COLUMNS = ["constnet", "onnxruntime", "less its Python call", "PyTorch eager"]


def row(workload, samples, summary):
    times = {name: summary(of) for name, of in samples.items()}
    if "onnxruntime" in times:
        empty = times["an empty call of onnxruntime"]
        times["less its Python call"] = max(0.0, times["onnxruntime"] - empty)
    cells = [workload.title]
    for name in COLUMNS:
        if name not in times:
            cells.append("–")
            continue
        sample = times[name] / workload.batch
        number = 1e6 / sample if workload.training else sample
        ratio = times[name] / times["constnet"]
        cells.append(f"{number:.{int(number < 9.95)}f} ({ratio:.{2 * int(ratio < 9.95)}f}×)")
    return "| " + " | ".join(cells) + " |"


def table(measured, summary):
    print("| | " + " | ".join(COLUMNS) + " |")
    print("|---|" + "---:|" * len(COLUMNS))
    for workload, samples in measured:
        print(row(workload, samples, summary))
    print()


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of the samples")
    parser.add_argument("--only", default="", metavar="TEXT", help="workloads with this in the title")
    arguments = parser.parse_args()
    rounds = ROUNDS // 10 if arguments.quick else ROUNDS
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)

    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        subprocess.run([PROGRAM, "--export", directory], check=True)
        workloads = [Workload(path) for path in directory.glob("*.safetensors")]
        workloads = [w for w in workloads if arguments.only in w.title]
        workloads.sort(key=lambda w: (bool(w.training), not w.training and w.batch, w.path.stem))
        empty, _ = bound(directory / "empty.onnx", numpy.ones((1, 1), numpy.float32))
        empty = repeated(empty)
        measured = []
        process = subprocess.Popen([PROGRAM, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   text=True)
        with process:
            for workload in workloads:
                samples = interleaved(contenders(workload, process, empty), rounds)
                measured.append((workload, samples))
            process.stdin.close()

    print(f"{processor()}, {datetime.date.today()}, Python {platform.python_version()}, "
          f"PyTorch {torch.__version__}, onnxruntime {onnxruntime.__version__}\n")
    print("In parentheses times constnet's time.\n")
    for title, training in (("Inference, nanoseconds per sample", False),
                            ("Training, thousand samples per second", True)):
        chosen = [(w, samples) for w, samples in measured if bool(w.training) == training]
        if chosen:
            print(f"{title}. Best samples:\n")
            table(chosen, min)
            print("Medians of the samples:\n")
            table(chosen, statistics.median)


if __name__ == "__main__":
    main()
