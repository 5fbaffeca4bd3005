"""Runs the Python of a page, and compares its classes with exported models: the same weights, data and draws, the same loss."""

import importlib
import pathlib
import sys

import torch

page, *names = sys.argv[1:]
scope = {}
exec(compile(pathlib.Path(page).read_text(encoding="utf-8"), page, "exec"), scope)
torch.manual_seed(3)
for name in names:
    sys.path.insert(0, name)
    ours = getattr(importlib.import_module(name.lower()), name)()
    theirs = scope[name]()
    pairs = list(zip(ours.parameters(), theirs.parameters(), strict=True))
    for our, their in pairs:
        if our.shape != their.shape:
            sys.exit(f"{name}: {tuple(our.shape)} here, {tuple(their.shape)} there")
        their.data.copy_(our.data.normal_(0, 0.15))  # those that a training begins with say little

    x = torch.rand(5, *((1, 28, 28) if name == "Convolutional" else (784,)))
    noise = torch.randn(5, 20)
    torch.randn_like = lambda _: noise
    ours.train()
    our, their = ours.loss({"x": x}, {0: noise})["total"], theirs.loss(x)
    if not torch.allclose(our, their, rtol=1e-5):
        sys.exit(f"{name}: {our.item()} here, {their.item()} there")
    print(f"{name}: {len(pairs)} parameters")
