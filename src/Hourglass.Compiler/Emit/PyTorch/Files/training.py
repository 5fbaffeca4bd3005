"""Trains an exported model by its plan: in one process, or under torchrun in several that share each step.

    python3 train.py --data data.npz --out run
    torchrun --nproc_per_node 2 train.py --data data.npz --out run

Each process takes the plan's batch, so that a step of several processes is that of one with so many times the batch. Draws are a function
of seed, epoch and process: what is resumed behind an epoch goes on as if nothing had been.
"""

import argparse
import contextlib
import glob
import json
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from safetensors_file import load, load_into, save, save_from

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 1024


@dataclass(frozen=True)
class Data:
    """A variable of the data: the shape of an example, and how many classes it has (0: it is numbers)."""

    shape: tuple[int, ...]
    classes: int = 0
    optional: bool = False


@dataclass(frozen=True)
class Turn:
    """One use of a batch: an objective, the optimizer, and the layers that it moves (None: all but critics)."""

    loss: str
    optimizer: Callable[[list[nn.Parameter]], torch.optim.Optimizer]
    moves: Sequence[str] | None = None


@dataclass(frozen=True)
class Phase:
    """A part of a training: so many epochs under the same settings."""

    turn: Turn
    batch: int
    epochs: int
    name: str = ""
    critics: Turn | None = None
    critic_steps: int = 1
    directions: str | None = None
    rate: Callable[[float], float] | None = None  # of the epochs that have passed behind the warm-up, or of their share
    rate_of_share: bool = False
    warmup: float = 0.0
    plateau: tuple[int, float] | None = None  # epochs without a lower total, and what the rate is then multiplied by
    clip_norm: float | None = None
    clip_value: float | None = None
    accumulate: int = 1
    average: float | None = None  # how much of the average of the parameters stays in a step
    patience: int | None = None
    labelled: float | None = None  # the share of each batch whose classes are given


@dataclass(frozen=True)
class Plan:
    """How a model trains."""

    data: Mapping[str, Data]
    phases: Sequence[Phase]
    seed: int = 0
    validate: float = 0.0
    least_batch: int = 1


@dataclass
class State:
    """Where a training is."""

    epoch: int = 0
    figures: list[dict] = field(default_factory=list)
    best: dict[str, Tensor] = field(default_factory=dict)


def process() -> tuple[int, int]:
    """The number of this process, and how many there are."""
    return (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)


def read_data(path: str, plan: Plan) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The examples to train on and to test on, of a file NAME.npz with arrays `x` and `x_test`, or a folder with x.npy and x_test.npy.

    Bytes that are no classes are divided by 255, as the pixels of images are.
    """
    if os.path.isdir(path):
        names = [name for name in os.listdir(path) if name.endswith(".npy")]
        arrays = {name[:-4]: np.load(os.path.join(path, name), allow_pickle=False) for name in names}
    else:
        with np.load(path, allow_pickle=False) as file:
            arrays = dict(file)

    def tensors(suffix: str) -> dict[str, Tensor]:
        result = {}
        for name, data in plan.data.items():
            if name + suffix in arrays:
                array = arrays[name + suffix]
                if array.ndim == 0 or array.size != len(array) * math.prod(data.shape):
                    raise SystemExit(f"error: '{name}{suffix}' of '{path}' is {list(array.shape)}; an example is {list(data.shape)}.")
                are_bytes = array.dtype == np.uint8 and not data.classes
                tensor = torch.from_numpy(array.astype(np.int64 if data.classes else np.float32).reshape(len(array), *data.shape))
                result[name] = tensor / 255 if are_bytes else tensor
        return result

    train, test = tensors(""), tensors("_test")
    for name in plan.data.keys() - train.keys():
        raise SystemExit(f"error: '{path}' has no array '{name}'; it has {', '.join(sorted(arrays)) or 'none'}.")
    if len({len(tensor) for tensor in train.values()}) != 1:
        raise SystemExit(f"error: the arrays of '{path}' have different numbers of examples.")
    return train, test if test.keys() == train.keys() else {}


def cut(examples: int, batch: int, least: int) -> list[tuple[int, int]]:
    """Where each batch of an epoch begins and ends; a rest of fewer than the least joins the batch before it."""
    edges = list(range(0, examples, batch)) + [examples]
    if len(edges) > 2 and edges[-1] - edges[-2] < least:
        del edges[-2]
    return list(zip(edges, edges[1:]))


def order_of(phase: Phase, plan: Plan, data: Mapping[str, Tensor], places: Tensor, epoch: int) -> Tensor:
    """The examples of an epoch in its order, which is the same in every process."""
    draws = torch.Generator().manual_seed(1_000_003 * plan.seed + epoch)
    order = places[torch.randperm(len(places), generator=draws)]
    if phase.labelled is None:
        return order
    names = [name for name, item in plan.data.items() if item.classes and item.optional]
    given = torch.stack([(data[name][order].flatten(1) >= 0).all(1) if data[name].dim() > 1 else data[name][order] >= 0
                         for name in names]).all(0)
    kinds = [order[given], order[~given]]
    if not (len(kinds[0]) and len(kinds[1])):
        raise SystemExit("error: a share of labelled examples needs both: examples whose class is given, and others.")
    endless = [kind.repeat(len(order) // len(kind) + 1) for kind in kinds]
    parts, used = [], [0, 0]
    for start, end in cut(len(order), phase.batch * process()[1], 1):
        share = min(max(round(phase.labelled * (end - start)), 1), max(1, end - start - 1))
        for kind, count in enumerate((share, end - start - share)):
            parts.append(endless[kind][used[kind] : used[kind] + count])
            used[kind] += count
    return torch.cat(parts)


def rate_factor(phase: Phase, step: int, steps: int, totals: list[float]) -> float:
    """What the learning rate is multiplied by at a step of the phase."""
    warmup = phase.warmup * steps
    if step < warmup:
        return min(1.0, (step + 1) / warmup)
    gone = step - warmup
    of_share = gone / max(phase.epochs * steps - warmup, 1)
    factor = 1.0 if phase.rate is None else phase.rate(of_share if phase.rate_of_share else gone / steps)
    if phase.plateau is not None:
        best, waited = math.inf, 0
        for total in totals:
            best, waited = (total, 0) if total < best else (best, waited + 1)
            if waited == phase.plateau[0]:
                factor, waited = factor * phase.plateau[1], 0
    return factor


def k_means(points: Tensor, count: int, seed: int, restarts: int = 5) -> Tensor:
    """Centres of clusters: the best of some restarts, which begin far apart (Arthur and Vassilvitskii, 2007)."""
    draws = torch.Generator().manual_seed(seed)
    if len(points) < count:
        raise SystemExit(f"error: {len(points)} examples cannot have {count} centres. Train on more, or take fewer centres.")
    best, least = points[:count], math.inf
    for _ in range(restarts):
        centres = points[torch.randint(len(points), (1,), generator=draws)]
        while len(centres) < count:
            distances = torch.cdist(points, centres).square().amin(1)
            chosen = torch.multinomial(distances, 1, generator=draws) if distances.sum() > 0 else torch.zeros(1, dtype=torch.int64)
            centres = torch.cat([centres, points[chosen]])
        for _ in range(100):
            nearest = torch.cdist(points, centres).argmin(1)
            sums = torch.zeros_like(centres).index_add_(0, nearest, points)
            counts = torch.bincount(nearest, minlength=count).unsqueeze(1)
            moved = torch.where(counts > 0, sums / counts.clamp(min=1), centres)
            if torch.equal(moved, centres):
                break
            centres = moved
        spread = torch.cdist(points, centres).square().amin(1).sum().item()
        if spread < least:
            best, least = centres, spread
    return best


def checkpoint_of(folder: str) -> str:
    """Where a training says how far it is."""
    return os.path.join(folder, "checkpoint.json")


class Training:
    """A training under way."""

    def __init__(self, model: nn.Module, plan: Plan, train: dict[str, Tensor], test: dict[str, Tensor], folder: str) -> None:
        self.model, self.plan, self.train, self.test, self.folder = model, plan, train, test, folder
        self.rank, self.world = process()
        self.device = next(model.parameters()).device
        count = len(next(iter(train.values())))
        order = torch.randperm(count, generator=torch.Generator().manual_seed(plan.seed + 3))
        aside = min(max(round(plan.validate * count), 1), count - 1) if plan.validate else 0
        self.validation, self.places = order[:aside].sort().values, order[aside:].sort().values
        self.state = State()

    def run(self, resume: bool) -> None:
        """Trains from the beginning, or from the checkpoint in the folder."""
        saved: dict[str, Tensor] = self._restore() if resume else {}
        if not resume:
            if self.rank == 0 and os.path.exists(checkpoint_of(self.folder)):
                os.remove(checkpoint_of(self.folder))  # it belongs to the former training of this folder
            self._fit_data()
        first = 0
        for index, phase in enumerate(self.plan.phases):
            if self.state.epoch < first + phase.epochs:
                before = sum(other.epochs for other in self.plan.phases[:index] if other.turn.loss == phase.turn.loss)
                self._run_phase(phase, first, before, saved)
                saved = {}
            first += phase.epochs
        if self.rank == 0:
            save_from(self.model, os.path.join(self.folder, "model.safetensors"))

    def _run_phase(self, phase: Phase, first: int, before: int, saved: dict[str, Tensor]) -> None:
        model, turns = self.model, [turn for turn in (phase.turn, phase.critics) if turn is not None]
        moved = [self._moved(turn, is_critic=turn is phase.critics) for turn in turns]
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(any(name in names for names in moved))
            parameter.grad = None
        parameters = dict(model.named_parameters())
        optimizers = [turn.optimizer([parameters[name] for name in names]) for turn, names in zip(turns, moved)]
        rates = [optimizer.param_groups[0]["lr"] for optimizer in optimizers]
        average = {name: parameters[name].detach().clone() for name in moved[0]} if phase.average is not None else {}
        updates = self._restore_optimizers(optimizers, average, saved)
        if self.world > 1 and phase.directions:
            raise SystemExit("error: what moves parameters in the place of gradients is not summed over processes; train in one process.")
        wrapped = model
        if self.world > 1:
            wrapped = DistributedDataParallel(model, find_unused_parameters=phase.critics is not None)
        for epoch in range(self.state.epoch, first + phase.epochs):
            totals = [figures["validation"]["total"] for figures in self.state.figures[first:] if "validation" in figures]
            if phase.patience is not None and totals and len(totals) - 1 - totals.index(min(totals)) >= phase.patience:
                break
            self._fit_codes(phase, is_first=epoch == first)
            torch.manual_seed(7919 * (1_000_003 * self.plan.seed + epoch) + self.rank)
            model.train()
            model.phase = phase.name
            order = order_of(phase, self.plan, self.train, self.places, epoch)
            batches = cut(len(order), phase.batch * self.world, self.plan.least_batch * self.world)
            sums: dict[str, float] = {}
            for step, (start, end) in enumerate(batches):
                model.epoch = before + epoch - first + step / len(batches)
                for optimizer, rate in zip(optimizers, rates):
                    factor = rate_factor(phase, (epoch - first) * len(batches) + step, len(batches), totals)
                    optimizer.param_groups[0]["lr"] = rate * factor
                own = order[start:end].tensor_split(self.world)[self.rank]
                batch = {name: tensor[own].to(self.device) for name, tensor in self.train.items()}
                share = len(own) * self.world / (end - start)
                for _ in range(phase.critic_steps if phase.critics else 0):
                    self._move(phase, wrapped(batch, loss=phase.critics.loss), share, optimizers[1], moved[1])
                group = batches[step // phase.accumulate * phase.accumulate :][: phase.accumulate]
                last = step + 1 == len(batches) or (step + 1) % phase.accumulate == 0
                of_group = (end - start) / (group[-1][1] - group[0][0])
                # Gradients are summed over processes with the last batch of a group alone.
                with contextlib.nullcontext() if last or self.world == 1 else wrapped.no_sync():
                    terms = wrapped(batch, loss=phase.turn.loss)
                    self._add_gradients(phase, terms, share * of_group, batch)
                if last:
                    self._step(phase, optimizers[0], moved[0])
                    updates += 1
                    for name, tensor in average.items():
                        tensor.lerp_(parameters[name].detach(), 1 - min(phase.average, (1 + updates) / (10 + updates)))
                for name, value in terms.items():
                    sums[name] = sums.get(name, 0.0) + float(value) * len(own)
            self.state.epoch = epoch + 1
            model.epoch = before + epoch + 1 - first
            with self._borrowed(average):
                self._finish_epoch(phase, first, self._mean(sums, len(order)))
            self._save(optimizers, average, updates)
        with torch.no_grad():
            for name, tensor in average.items():
                parameters[name].copy_(tensor)
            for name, tensor in self.state.best.items():
                model.state_dict()[name].copy_(tensor)
        self.state.best = {}

    def _moved(self, turn: Turn, is_critic: bool) -> list[str]:
        names = [name for name, _ in self.model.named_parameters()]
        if turn.moves is None:
            return [name for name in names if name.startswith("critic.") == is_critic]
        return [name for name in names if any(name == layer or name.startswith(layer + ".") for layer in turn.moves)]

    def _add_gradients(self, phase: Phase, terms: Mapping[str, Tensor], share: float, batch: Mapping[str, Tensor]) -> None:
        for name, value in terms.items():
            if not math.isfinite(float(value)):
                raise SystemExit(f"error: in epoch {self.state.epoch + 1} `{name}` is {float(value)}. A smaller rate, or `clip`, may help.")
        if phase.directions is None:
            (share * terms["total"]).backward()
            return
        for name, direction in getattr(self.model, phase.directions)(batch).items():
            self.model.get_parameter(name).grad = direction

    def _move(self, phase: Phase, terms: Mapping[str, Tensor], share: float, optimizer: torch.optim.Optimizer, names: list[str]) -> None:
        (share * terms["total"]).backward()
        self._step(phase, optimizer, names)

    def _step(self, phase: Phase, optimizer: torch.optim.Optimizer, names: list[str]) -> None:
        parameters = [parameter for name, parameter in self.model.named_parameters() if name in set(names)]
        if phase.clip_norm is not None:
            nn.utils.clip_grad_norm_(parameters, phase.clip_norm)
        if phase.clip_value is not None:
            nn.utils.clip_grad_value_(parameters, phase.clip_value)
        optimizer.step()
        if hasattr(self.model, "finish_step"):
            self.model.finish_step()
            if self.world > 1:
                for tensor in self.model.state_dict().values():
                    dist.broadcast(tensor, 0)
        for parameter in self.model.parameters():
            parameter.grad = None

    @torch.no_grad()
    def _evaluate(self, phase: Phase, data: Mapping[str, Tensor], places: Tensor) -> dict[str, float]:
        """The mean of each term; each process takes its share of the examples."""
        self.model.eval()
        sums: dict[str, float] = {}
        for own in places.tensor_split(self.world)[self.rank].split(max(phase.batch, self.plan.least_batch)):
            if len(own):
                batch = {name: tensor[own].to(self.device) for name, tensor in data.items()}
                for name, value in getattr(self.model, phase.turn.loss)(batch).items():
                    sums[name] = sums.get(name, 0.0) + float(value) * len(own)
        return self._mean(sums, len(places))

    def _mean(self, sums: Mapping[str, float], count: int) -> dict[str, float]:
        values = torch.tensor(list(sums.values()), dtype=torch.float64, device=self.device if self.device.type != "mps" else "cpu")
        if self.world > 1:
            dist.all_reduce(values)
        return dict(zip(sums, (values / count).tolist()))

    def _finish_epoch(self, phase: Phase, first: int, train: dict[str, float]) -> None:
        figures: dict = {"epoch": self.state.epoch, "phase": phase.name, "train": train}
        if len(self.validation):
            figures["validation"] = self._evaluate(phase, self.train, self.validation)
        if self.test:
            figures["test"] = self._evaluate(phase, self.test, torch.arange(len(next(iter(self.test.values())))))
        self.state.figures.append(figures)
        totals = [other["validation"]["total"] for other in self.state.figures[first:] if "validation" in other]
        if phase.patience is not None and totals and totals[-1] == min(totals):
            self.state.best = {name: tensor.detach().clone() for name, tensor in self.model.state_dict().items()}
        if self.rank == 0:
            kinds = [kind for kind in ("train", "validation", "test") if kind in figures]
            print(f"epoch {self.state.epoch:3d}", *(f"{kind} {figures[kind]['total']:.6f}" for kind in kinds), flush=True)
            with open(os.path.join(self.folder, "metrics.json"), "w", encoding="utf-8") as file:
                json.dump(self.state.figures, file, indent=1)

    @contextlib.contextmanager
    def _borrowed(self, average: Mapping[str, Tensor]) -> Iterator[None]:
        """The averages in the place of the parameters, for as long as something is evaluated."""
        parameters = dict(self.model.named_parameters())
        own = {name: parameters[name].detach().clone() for name in average}
        with torch.no_grad():
            for name, tensor in average.items():
                parameters[name].copy_(tensor)
        yield
        with torch.no_grad():
            for name, tensor in own.items():
                parameters[name].copy_(tensor)

    @torch.no_grad()
    def _fit_data(self) -> None:
        """The statistics that data are prepared by, over the examples that train; missing elements do not count."""
        for name, kind, first, second, before in self.model.statistics() if hasattr(self.model, "statistics") else []:
            values = torch.cat([before(self.train[name][own].to(self.device)).double() for own in self.places.split(ROWS)])
            missing = values.isnan()
            count = (~missing).sum(0)
            least = values.masked_fill(missing, math.inf).amin(0)
            most = values.masked_fill(missing, -math.inf).amax(0)
            constant = least >= most
            if kind == "range":
                first.copy_(torch.where(count > 0, least, torch.zeros_like(least)))
                second.copy_(torch.where(constant, torch.ones_like(least), most - least))
            else:
                mean = torch.where(constant & (count > 0), least, values.nan_to_num(nan=0.0).sum(0) / count.clamp(min=1))
                squares = (values - mean).nan_to_num(nan=0.0).square().sum(0)
                first.copy_(mean)
                second.copy_(torch.where(constant, torch.ones_like(mean), (squares / count.clamp(min=1)).sqrt()))

    @torch.no_grad()
    def _fit_codes(self, phase: Phase, is_first: bool) -> None:
        """What a phase finds from what the model makes of all examples: centres when it begins, means before each epoch."""
        self.model.eval()
        for loss, kind, target, values in self.model.code_statistics() if hasattr(self.model, "code_statistics") else []:
            if loss != phase.turn.loss or (kind == "centres" and not is_first):
                continue
            parts = [{name: tensor[own].to(self.device) for name, tensor in self.train.items()} for own in self.places.split(ROWS)]
            found = torch.cat([values(part).double() for part in parts])
            result = found.mean(0) if kind == "means" else k_means(found.cpu(), len(target), self.plan.seed)
            target.data.copy_(result.reshape(target.shape))

    def _save(self, optimizers: Sequence[torch.optim.Optimizer], average: Mapping[str, Tensor], updates: int) -> None:
        if self.rank != 0:
            return
        tensors = {"model/" + name: tensor for name, tensor in self.model.state_dict().items()}
        tensors.update({"average/" + name: tensor for name, tensor in average.items()})
        tensors.update({"best/" + name: tensor for name, tensor in self.state.best.items()})
        for turn, optimizer in enumerate(optimizers):
            for place, slots in optimizer.state_dict()["state"].items():
                for slot, value in slots.items():
                    if value is None:  # momentum that there is none of
                        continue
                    tensors[f"optimizer/{turn}/{place}/{slot}"] = torch.as_tensor(value)
        tensors["updates"] = torch.tensor(updates)
        # The position names the tensors: whenever the process ends, the two belong together.
        name = f"checkpoint-{self.state.epoch}.safetensors"
        save(os.path.join(self.folder, name), tensors)
        path = checkpoint_of(self.folder)
        with open(path + ".part", "w", encoding="utf-8") as file:
            json.dump({"tensors": name, "epoch": self.state.epoch, "figures": self.state.figures}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".part", path)
        for former in glob.glob(os.path.join(glob.escape(self.folder), "checkpoint-*.safetensors")):
            if os.path.basename(former) != name:
                os.remove(former)

    def _restore(self) -> dict[str, Tensor]:
        path = checkpoint_of(self.folder)
        if not os.path.exists(path):
            raise SystemExit(f"error: there is no checkpoint in '{self.folder}'; train without --resume first.")
        with open(path, encoding="utf-8") as file:
            position = json.load(file)
        saved = load(os.path.join(self.folder, position["tensors"]))
        self.state = State(position["epoch"], position["figures"])
        self.state.best = {name[5:]: tensor.to(self.device) for name, tensor in saved.items() if name.startswith("best/")}
        self.model.load_state_dict({name[6:]: tensor for name, tensor in saved.items() if name.startswith("model/")})
        return saved

    def _restore_optimizers(
        self, optimizers: Sequence[torch.optim.Optimizer], average: dict[str, Tensor], saved: Mapping[str, Tensor]
    ) -> int:
        for turn, optimizer in enumerate(optimizers):
            state: dict[int, dict[str, Tensor]] = {}
            for name, tensor in saved.items():
                if name.startswith(f"optimizer/{turn}/"):
                    _, _, place, slot = name.split("/", 3)
                    state.setdefault(int(place), {})[slot] = tensor
            if state:
                optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
        for name, tensor in average.items():
            if "average/" + name in saved:
                tensor.copy_(saved["average/" + name])
        return int(saved["updates"]) if "updates" in saved else 0


def main(model_class: type[nn.Module], plan: Plan) -> None:
    """The command line of train.py."""
    parser = argparse.ArgumentParser(description=f"Trains {model_class.__name__}.")
    parser.add_argument("--data", required=True, help="a file .npz with an array for each variable, or a folder of .npy")
    parser.add_argument("--out", default="run", help="where checkpoints, figures and weights go")
    parser.add_argument("--from", dest="begin", default=os.path.join(HERE, "initial.safetensors"), help="the weights to begin with")
    parser.add_argument("--epochs", type=int, help="epochs instead of the plan's; where it has phases, of each")
    parser.add_argument("--batch", type=int, help="examples per step and process instead of the plan's")
    parser.add_argument("--limit", type=int, help="only so many examples of either split")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in the folder")
    given = parser.parse_args()
    cuda = torch.cuda.is_available()
    if "RANK" in os.environ:
        dist.init_process_group("nccl" if cuda else "gloo")
    rank, _ = process()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    changes = {name: value for name, value in (("epochs", given.epochs), ("batch", given.batch)) if value}
    phases = [Phase(**{**phase.__dict__, **changes}) for phase in plan.phases]
    plan = Plan(**{**plan.__dict__, "phases": phases})
    train, test = read_data(given.data, plan)
    train, test = ({name: tensor[: given.limit] for name, tensor in split.items()} for split in (train, test))
    model = model_class()
    load_into(model, given.begin)
    os.makedirs(given.out, exist_ok=True)
    # Where torchrun has started the processes again, after one of them was lost, the command line is still the first one.
    restarted = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0 and os.path.exists(checkpoint_of(given.out))
    try:
        Training(model.to(device), plan, train, test, given.out).run(given.resume or restarted)
    except RuntimeError as error:
        reason = str(error).splitlines()[0]
        if not any(word in reason for word in ("gloo", "NCCL", "Connection")):
            raise
        raise SystemExit(f"error: process {rank} has lost another one ({reason}); start all of them again with --resume.") from None
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()
    if rank == 0:
        print(f"weights  {os.path.join(given.out, 'model.safetensors')}")
