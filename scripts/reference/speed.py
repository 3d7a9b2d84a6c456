#!/usr/bin/env python3
"""The engine beside PyTorch: the same model (Mini, 28 x 28 pixels), batch, number of threads and machine, in turns.

    python3 scripts/reference/speed.py PROGRAM [--json FILE] [--threads 2] [--runs 15]

PROGRAM is the engine's example `speed`. `scripts/bench engine` builds it and calls this. PyTorch runs eagerly in f32, with
its fused AdamW and clipping, and samples in inference mode. Printed are medians of runs that take turns, so that other work
on the machine slows both, and PyTorch's median by the engine's: above 1 the engine is faster.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from safetensors import safe_open

sys.path.insert(0, str(Path(__file__).parent))
from reference import Network  # noqa: E402

IMAGES = 64
STEPS = 20


class Engine:
    def __init__(self, program, folder, threads):
        self.process = subprocess.Popen(
            [program, folder, "--threads", str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self.process.stdout.readline().strip() != "ready":
            sys.exit("error: the engine's program did not start")

    def seconds(self, what):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


class PyTorch:
    def __init__(self, checkpoint):
        with safe_open(checkpoint, "pt") as file:
            parameters = {name: file.get_tensor(name).requires_grad_() for name in file.keys()}
        depth = 1 + max(int(name.split(".")[1]) for name in parameters if name.startswith("blocks."))
        self.network = Network(parameters, depth)
        self.optimiser = torch.optim.AdamW(parameters.values(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0, fused=True)
        tokens, patch = 49, parameters["patch.weight"].shape[0]
        self.noisy = torch.rand(IMAGES, tokens, patch) - 0.5
        self.batch = {
            "noisy": self.noisy,
            "velocity": torch.rand(IMAGES, tokens, patch) - 0.5,
            "times": torch.arange(IMAGES) / IMAGES,
            "classes": torch.arange(IMAGES) % 10,
            "words": torch.zeros(IMAGES, 0, dtype=torch.long),
        }

    def train(self):
        self.optimiser.zero_grad()
        self.network.losses(self.batch).mean().backward()
        torch.nn.utils.clip_grad_norm_(self.network.p.values(), 1.0)
        self.optimiser.step()

    def sample(self):
        with torch.inference_mode():
            images = self.noisy.clone()
            for step in range(STEPS):
                times = torch.full((IMAGES,), step / STEPS)
                images += self.network.velocity(images, times, self.batch["classes"], self.batch["words"]) / STEPS

    def seconds(self, what):
        begin = time.perf_counter()
        getattr(self, what)()
        return time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--json")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    found = {"pytorch": torch.__version__, "threads": arguments.threads, "images": IMAGES, "sample_steps": STEPS}
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(arguments.program, folder, arguments.threads)
        pytorch = PyTorch(Path(folder) / "checkpoint.safetensors")
        for what, runs in (("train", arguments.runs), ("sample", max(arguments.runs // 3, 3))):
            for side in (engine, pytorch):
                side.seconds(what)
            pairs = [(engine.seconds(what), pytorch.seconds(what)) for _ in range(runs)]
            ours, theirs = (statistics.median(side) for side in zip(*pairs))
            name = "train_step" if what == "train" else what
            found[f"{name}_vs_pytorch"] = round(theirs / ours, 3)
            found[f"{name}_seconds"] = round(ours, 4)
            found[f"{name}_seconds_pytorch"] = round(theirs, 4)
            label = f"one training step of {IMAGES} images" if what == "train" else f"{IMAGES} images of {STEPS} steps"
            print(f"{label:36} engine {ours:.3f} s   PyTorch {theirs:.3f} s   {theirs / ours:.2f} times as fast")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(found, indent="\t") + "\n")


if __name__ == "__main__":
    main()
