"""Compares exported modules with what the emitted C# computed: one process for all models, as PyTorch takes seconds to begin.

    python3 twins.py FOLDER

Each folder in FOLDER has an exported model and `twin.json`, which names the files with inputs and what is expected. What is found is
written to `found.json` there, by model: the largest relative difference of terms, gradients, state and outputs, and where it is.
"""

import importlib
import json
import os
import sys
import traceback

import torch


def relative(expected: torch.Tensor, found: torch.Tensor) -> float:
    if expected.shape != found.shape:
        raise ValueError(f"shapes {list(expected.shape)} and {list(found.shape)}")
    if expected.numel() == 0:
        return 0.0
    same = (expected == found) | (expected.isnan() & found.isnan())
    difference = torch.where(same, torch.zeros_like(expected), (expected - found).abs()).max().item()
    return difference / max(expected.nan_to_num().abs().max().item(), 1e-6)


class Largest:
    def __init__(self) -> None:
        self.value, self.place = 0.0, ""

    def add(self, place: str, expected: torch.Tensor, found: torch.Tensor) -> None:
        try:
            value = relative(expected.double(), found.detach().double())
        except ValueError as error:
            raise ValueError(f"{place}: {error}") from error
        if not value <= self.value:
            self.value, self.place = value, place


def compare(folder: str) -> dict:
    with open(os.path.join(folder, "twin.json"), encoding="utf-8") as file:
        twin = json.load(file)
    sys.path.insert(0, folder)
    for name in ("safetensors_file", twin["module"]):
        sys.modules.pop(name, None)
    module = importlib.import_module(twin["module"])
    files = importlib.import_module("safetensors_file")
    sys.path.pop(0)
    model = getattr(module, twin["class"])().double()
    weights = os.path.join(folder, "weights.safetensors")
    batch = files.load(os.path.join(folder, "batch.safetensors"))
    largest = {kind: Largest() for kind in ("terms", "gradients", "state", "outputs")}
    for objective in twin["objectives"]:
        model.load(weights)
        model.train()
        model.epoch, model.phase = 0.5, objective["phase"]
        expected = files.load(os.path.join(folder, objective["file"]))
        noise = {int(site): numbers for site, numbers in files.load(os.path.join(folder, "noise.safetensors")).items()}
        for parameter in model.parameters():
            parameter.grad = None
        terms = model({name: tensor.clone() for name, tensor in batch.items()}, noise, loss=objective["method"])
        for name, value in terms.items():
            largest["terms"].add(f"{objective['method']} {name}", expected["term " + name], value)
        if objective["directions"]:
            for name, value in getattr(model, objective["directions"])(batch, noise).items():
                model.get_parameter(name).grad = value
        elif terms["total"].requires_grad:
            terms["total"].backward()
        for name, parameter in model.named_parameters():
            wanted = expected.get("gradient " + name)
            found = parameter.grad
            if wanted is None and found is not None and bool((found != 0).any()):
                raise ValueError(f"{name} has a gradient, and nothing should lead there")
            if wanted is not None:
                largest["gradients"].add(name, wanted, torch.zeros_like(parameter) if found is None else found)
        if hasattr(model, "finish_step"):
            model.finish_step()
        state = model.state_dict()
        for name, value in expected.items():
            if name.startswith("state "):
                largest["state"].add(name, value, state[name[len("state ") :]])
    model.load(weights)
    model.eval()
    model.epoch, model.phase = float("inf"), None
    expected = files.load(os.path.join(folder, "outputs.safetensors"))
    with torch.no_grad():
        codes = model.encode(*[batch[name] for name in twin["encoder"]])
        for name in twin["codes"]:
            largest["outputs"].add("code " + name, expected["code " + name], codes[name])
        if twin["reconstruction"] is not None:
            rebuilt = model.reconstruct(*[batch[name] for name in twin["reconstruction"]])
            largest["outputs"].add("reconstruction", expected["reconstruction"], next(iter(rebuilt.values())))
        if twin["samples"] and hasattr(model, "sample"):
            for value in model.sample(3).values():
                if value.shape[0] != 3 or not bool(torch.isfinite(value).all()):
                    raise ValueError(f"a sample is {list(value.shape)}, or not finite")
    model.save(os.path.join(folder, "python.safetensors"))
    return {kind: {"value": found.value, "place": found.place} for kind, found in largest.items()}


def main(root: str) -> None:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    found = {}
    for name in sorted(os.listdir(root)):
        folder = os.path.join(root, name)
        if not os.path.exists(os.path.join(folder, "twin.json")):
            continue
        try:
            found[name] = compare(folder)
        except Exception:
            found[name] = {"error": traceback.format_exc()}
    with open(os.path.join(root, "found.json"), "w", encoding="utf-8") as file:
        json.dump(found, file)


main(sys.argv[1])
