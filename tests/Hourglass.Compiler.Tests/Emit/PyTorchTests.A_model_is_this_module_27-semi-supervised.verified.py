"""Kingma et al. (2014), M2: the class is a latent where it is missing, and summed out exactly.

Written by `hourglass export --pytorch` from the definition:

    data x: unit[784]
    data y?: class(10)
    encode y ~ x -> dense(500, softplus) -> categorical
    encode z ~ concat(x, y) -> dense(500, softplus) -> normal(50)
    prior y = uniform
    decode x ~ concat(z, y) -> dense(500, softplus) -> bernoulli
    minimize nll_x: 1 * nll(x)
    minimize kl_y: 1 * kl(y)
    minimize kl_z: 1 * kl(z)
    minimize nll_y: 50 * nll(y)
    draws 1
"""

import math
from collections.abc import Callable, Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from safetensors_file import load_into, save_from


class Noise:
    """Random numbers by site: those that are given, and torch's for all other sites."""

    def __init__(self, given: Mapping[int, Tensor] | None = None) -> None:
        self.given = given or {}

    def normal(self, site: int, like: Tensor, repeats: int = 1, shape: tuple[int, ...] | None = None) -> Tensor:
        """Standard normal numbers in the shape of a tensor, with its rows several times over, or in another shape."""
        return self._drawn(torch.randn, site, like, repeats, shape)

    def uniform(self, site: int, like: Tensor, repeats: int = 1, shape: tuple[int, ...] | None = None) -> Tensor:
        """Numbers uniform on [0, 1), in the same shapes."""
        return self._drawn(torch.rand, site, like, repeats, shape)

    def _drawn(self, draw: Callable, site: int, like: Tensor, repeats: int, shape: tuple[int, ...] | None) -> Tensor:
        shape = tuple(shape or (repeats * like.shape[0], *like.shape[1:]))
        if site not in self.given:
            return draw(shape, dtype=like.dtype, device=like.device)
        numbers = self.given[site].to(dtype=like.dtype, device=like.device)
        if tuple(numbers.shape) != shape:
            raise ValueError(f"The noise of site {site} has the shape {shape}, found {tuple(numbers.shape)}.")
        return numbers


def one_hot(classes: Tensor, count: int, like: Tensor) -> Tensor:
    """1 at the class along a new dimension 1, zeros elsewhere, and everywhere where the class is missing (-1)."""
    hot = F.one_hot(classes.clamp(min=0), count) * (classes >= 0).unsqueeze(-1)
    return hot.movedim(-1, 1).to(like)


@torch.no_grad()
def most_probable(logits: Tensor) -> Tensor:
    """One-hot vectors of the largest logits."""
    return torch.zeros_like(logits).scatter_(1, torch.argmax(logits, 1, True), 1.0)


class EncoderLayers(nn.Module):
    """The layers of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(784, 500)  # Dense, 784 to 500: weight [500, 784], bias [500]
        self.y_logits = nn.Linear(500, 10)  # Dense, 500 to 10: weight [10, 500], bias [10]
        self.dense2 = nn.Linear(794, 500)  # Dense, 794 to 500: weight [500, 794], bias [500]
        self.z_mean = nn.Linear(500, 50)  # Dense, 500 to 50: weight [50, 500], bias [50]
        self.z_logvar = nn.Linear(500, 50)  # Dense, 500 to 50: weight [50, 500], bias [50]


class DecoderLayers(nn.Module):
    """The layers of the decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(60, 500)  # Dense, 60 to 500: weight [500, 60], bias [500]
        self.x_logits = nn.Linear(500, 784)  # Dense, 500 to 784: weight [784, 500], bias [784]


class SemiSupervised(nn.Module):
    """Kingma et al. (2014), M2: the class is a latent where it is missing, and summed out exactly."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = EncoderLayers()
        self.decoder = DecoderLayers()
        # Epochs of the objective that have passed, and the phase of the training: weights and noise move with them.
        self.epoch = math.inf
        self.phase: str | None = None

    def load(self, path: str) -> None:
        """Reads the weights of a file in the format of safetensors, Hourglass's own among them."""
        load_into(self, path)

    def save(self, path: str) -> None:
        """Writes the weights into such a file, which Hourglass reads."""
        save_from(self, path)

    def forward(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
        loss: str = "loss",
    ) -> dict[str, Tensor]:
        """An objective by the name of its method: wrappers of modules call this."""
        return getattr(self, loss)(batch, noise)

    def encode(self, x: Tensor, y: Tensor) -> dict[str, Tensor]:
        """Codes of data: of random ones the mean, and the parameters of their distributions.

        x: [N, 784], values in [0, 1].
        y: [N], classes 0 … 9 (int64); -1 where it is missing.
        Gives "y", "y.logits": "y" is [N, 10].
        Gives "z", "z.mean", "z.logvar": "z" is [N, 50].
        """
        y_logits, y_onehot, z_mean, z_logvar = self._run_encoder(x, y, draw=False)
        y_mean = y_logits.softmax(1)  # [N, 10]
        return {
            "y": y_mean,
            "y.logits": y_logits,
            "z": z_mean,
            "z.mean": z_mean,
            "z.logvar": z_logvar,
        }

    def decode(self, z: Tensor, y: Tensor) -> dict[str, Tensor]:
        """What describes the data at codes: the mean, and the parameters of distributions.

        z: [N, 50], a draw or a mean of the code.
        y: [N], classes 0 … 9 (int64); -1 where it is missing.
        Gives "x", "x.logits": "x" is [N, 784].
        """
        x_logits = self._run_decoder(z, one_hot(y, 10, self.like))
        x_mean = torch.sigmoid(x_logits)  # [N, 784]
        return {
            "x": x_mean,
            "x.logits": x_logits,
        }

    def reconstruct(self, x: Tensor, y: Tensor) -> dict[str, Tensor]:
        """Data through the encoder and the decoder, random codes at their means, in the units of the data.

        x: [N, 784], values in [0, 1].
        y: [N], classes 0 … 9 (int64); -1 where it is missing.
        Gives "x": [N, 784].
        """
        y_logits, y_onehot, z_mean, z_logvar = self._run_encoder(x, y, draw=False)
        x_logits = self._run_decoder(z_mean, y_onehot)
        x_mean = torch.sigmoid(x_logits)  # [N, 784]
        return {"x": x_mean}

    def sample(self, count: int, y: Tensor) -> dict[str, Tensor]:
        """Codes drawn from the prior, decoded: the mean of the likelihood at each, in the units of the data.

        y: [N], classes 0 … 9 (int64); -1 where it is missing.
        count: how many.
        Gives "x": [count, 784].
        """
        noise = Noise()
        rows = self.like.new_empty((count, 50))
        z = noise.normal(1, rows)  # [N, 50]
        x_logits = self._run_decoder(z, one_hot(y, 10, self.like))
        x_mean = torch.sigmoid(x_logits)  # [N, 784]
        return {"x": x_mean}

    def loss(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """The objective on a batch, averaged over the examples.

        batch["x"]: [N, 784], values in [0, 1].
        batch["y"]: [N], classes 0 … 9 (int64); -1 where it is missing.
        noise[0]: normal numbers [10N, 50].
        """
        x = batch["x"]  # [N, 784]
        y = batch["y"]  # [N]
        noise = Noise(noise)
        y_logits, y_onehot, z_mean, z_logvar = self._run_encoder(x, y, draw=True)
        z = z_mean + torch.exp(0.5 * z_logvar) * noise.normal(0, z_mean)  # [10N, 50]
        x_logits = self._run_decoder(z, y_onehot)
        x_draws = x.repeat(10, 1)  # [10N, 784]
        nll_x_part = F.binary_cross_entropy_with_logits(x_logits, x_draws, reduction="none")  # [10N, 784]
        y_onehot_2 = one_hot(y, 10, self.like)  # [N, 10]
        y_present = (y >= 0).to(self.like)  # [N]
        y_2 = y_logits.softmax(1)  # [N, 10]
        y_draws = (y_onehot_2 + (1 - y_present.unsqueeze(1)) * y_2).repeat(10, 1)  # [10N, 10]
        n = x.shape[0]  # examples
        y_3 = y_draws * torch.eye(10).to(self.like).repeat_interleave(n, dim=0)  # [10N, 10]
        y_weight = 10 * y_3.sum(1)  # [10N]
        nll_x = (nll_x_part.sum(1) * y_weight).mean()
        kl_y_part = y_logits.log_softmax(1)  # [N, 10]
        y_entropy = -(y_2 * kl_y_part).sum(1)  # [N]
        kl_y = (2.302585092994046 - (1 - y_present) * y_entropy).mean()
        kl_z_part = (z_mean.square() + torch.exp(z_logvar) - z_logvar - 1).sum(1, keepdim=True)  # [10N, 1]
        kl_z = ((0.5 * kl_z_part).reshape(-1) * y_weight).mean()
        nll_y = -(y_onehot_2 * kl_y_part).sum() / y_present.sum().clamp(min=1)
        total = nll_x + kl_y + kl_z + 50.0 * nll_y
        return {
            "total": total,
            "nll_x": nll_x,
            "kl_y": kl_y,
            "kl_z": kl_z,
            "nll_y": nll_y,
        }

    def _run_encoder(self, x: Tensor, y: Tensor, draw: bool) -> tuple[Tensor, ...]:
        """From data to codes, and to all that others read of them."""
        dense1 = F.softplus(self.encoder.dense1(x))  # [N, 500]
        y_logits = self.encoder.y_logits(dense1)  # [N, 10]
        n = x.shape[0]  # examples
        y_2 = (1 - (y >= 0).to(self.like).unsqueeze(1)) * most_probable(y_logits)  # [N, 10]
        # [10N, 10]
        y_onehot = (
            torch.eye(10).to(self.like).repeat_interleave(n, dim=0)
            if draw
            else one_hot(y, 10, self.like) + y_2
        )
        x_draws = x.repeat(10, 1)  # [10N, 784]
        joined = torch.cat([x_draws if draw else x, y_onehot], dim=1)  # [10N, 794]
        dense2 = F.softplus(self.encoder.dense2(joined))  # [10N, 500]
        z_mean = self.encoder.z_mean(dense2)  # [10N, 50]
        z_logvar = self.encoder.z_logvar(dense2)  # [10N, 50]
        return y_logits, y_onehot, z_mean, z_logvar

    def _run_decoder(self, z: Tensor, y_onehot: Tensor) -> Tensor:
        """From codes to what describes the data."""
        joined = torch.cat([z, y_onehot], dim=1)  # [10N, 60]
        dense1 = F.softplus(self.decoder.dense1(joined))  # [10N, 500]
        x_logits = self.decoder.x_logits(dense1)  # [10N, 784]
        return x_logits

    @property
    def like(self) -> Tensor:
        """A tensor of the type of the weights, where they are."""
        return next(self.parameters(), torch.empty(0))
