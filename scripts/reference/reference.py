"""What PyTorch says of the engine's network: losses, gradients and training steps, in float64.

Written from the papers (DiT, rectified flow, AdamW, FedProx) with PyTorch's own layers, not from the engine's code. To
make engine/src/reference.json again, from the root of the repository:

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install -r scripts/reference/requirements.txt
    REFERENCE=/tmp/reference cargo test -p promptale-engine --lib -- --ignored cpu::tests::export
    /tmp/reference/bin/python scripts/reference/reference.py /tmp/reference > engine/src/reference.json
"""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import load_file

HEADS = 4
EPSILON = 1e-6
LEARNING_RATE = 2e-3
# Such that the first steps are clipped and the last ones are not, and that the pull to the start makes a difference.
MAX_NORM = 0.25
PROXIMAL = 50.0
STEPS = 6


def waves(places, width, kind):
    """Sines, then cosines, of places at frequencies that fall from 1 towards 1/10000: [n] to [n, width] of a dtype."""
    frequencies = torch.exp(-math.log(10_000) * torch.arange(width // 2, dtype=torch.float64) / (width // 2))
    angles = places[:, None].double() * frequencies
    return torch.cat([angles.sin(), angles.cos()], dim=1).to(kind)


class Network:
    def __init__(self, parameters, depth):
        self.p = parameters
        self.depth = depth

    def linear(self, name, x):
        # The engine keeps weights as [inputs, outputs].
        return F.linear(x, self.p[f"{name}.weight"].T, self.p[f"{name}.bias"])

    @staticmethod
    def modulate(x, shift, scale):
        return F.layer_norm(x, x.shape[-1:], eps=EPSILON) * (1 + scale[:, None]) + shift[:, None]

    def attention(self, name, x):
        images, tokens, width = x.shape
        qkv = self.linear(f"{name}.qkv", x).view(images, tokens, 3, HEADS, width // HEADS)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(images, tokens, width)
        return self.linear(f"{name}.projection", mixed)

    def velocity(self, noisy, times, classes, words):
        """[images, tokens, patch], [images], [images], [images, words] to [images, tokens, patch]."""
        x = self.linear("patch", noisy)
        tokens, width = x.shape[1:]
        grid = math.isqrt(tokens)
        place, kind = torch.arange(tokens), noisy.dtype
        x = x + torch.cat([waves(place // grid, width // 2, kind), waves(place % grid, width // 2, kind)], dim=1)
        features = waves(1000 * times, self.p["time.in.weight"].shape[0], kind)
        time = self.linear("time.out", F.silu(self.linear("time.in", features)))
        condition = time + F.embedding(classes, self.p["class.weight"])
        if words.shape[1] > 0:
            caption = F.embedding(words, self.p["text.words"]) + waves(torch.arange(words.shape[1]), width, kind)
            caption = self.linear("text.narrow", F.gelu(self.linear("text.widen", caption), approximate="tanh"))
            condition = condition + caption.mean(dim=1)
            x = torch.cat([caption, x], dim=1)
        condition = F.silu(condition)
        for index in range(self.depth):
            name = f"blocks.{index}"
            shift_1, scale_1, gate_1, shift_2, scale_2, gate_2 = self.linear(f"{name}.modulation", condition).chunk(6, dim=1)
            x = x + gate_1[:, None] * self.attention(f"{name}.attention", self.modulate(x, shift_1, scale_1))
            wide = self.linear(f"{name}.feed_forward.widen", self.modulate(x, shift_2, scale_2))
            x = x + gate_2[:, None] * self.linear(f"{name}.feed_forward.narrow", F.gelu(wide, approximate="tanh"))
        shift, scale = self.linear("last.modulation", condition).chunk(2, dim=1)
        return self.linear("last", self.modulate(x[:, words.shape[1] :], shift, scale))

    def losses(self, batch):
        """Mean squared error of each image's velocity."""
        out = self.velocity(batch["noisy"], batch["times"], batch["classes"], batch["words"])
        return ((out - batch["velocity"]) ** 2).mean(dim=(1, 2))


def main(folder):
    with safe_open(folder / "checkpoint.safetensors", "pt") as file:
        parameters = {name: file.get_tensor(name).double().requires_grad_() for name in file.keys()}
    batch = {name: t.double() if t.is_floating_point() else t for name, t in load_file(folder / "batch.safetensors").items()}
    depth = 1 + max(int(name.split(".")[1]) for name in parameters if name.startswith("blocks."))
    network = Network(parameters, depth)

    losses = network.losses(batch)
    losses.mean().backward()
    gradients = {
        name: {"norm": p.grad.norm().item(), "first": p.grad.flatten()[0].item(), "last": p.grad.flatten()[-1].item()}
        for name, p in parameters.items()
    }

    start = {name: p.detach().clone() for name, p in parameters.items()}
    optimiser = torch.optim.AdamW(parameters.values(), lr=LEARNING_RATE, betas=(0.9, 0.99), eps=1e-8, weight_decay=0)
    step_losses = []
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = network.losses(batch).mean()
        step_losses.append(loss.item())
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), MAX_NORM)
        print(f"loss {loss.item():.6f}, norm of the gradient {norm.item():.6f}", file=sys.stderr)
        with torch.no_grad():
            # Weight decay as AdamW has it, but towards where training started (FedProx).
            for name, p in parameters.items():
                p -= LEARNING_RATE * PROXIMAL * (p - start[name])
        optimiser.step()

    found = {
        "losses": losses.tolist(),
        "gradients": gradients,
        "learning_rate": LEARNING_RATE,
        "max_norm": MAX_NORM,
        "proximal": PROXIMAL,
        "step_losses": step_losses,
    }
    print(json.dumps(found, indent="\t"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
