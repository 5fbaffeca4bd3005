"""Kingma and Welling (2013): Gaussian MLP encoder, Bernoulli MLP decoder.

Written by `hourglass export --pytorch` from the definition:

    data x: unit[784]
    encode z ~ x -> dense(400, relu) -> normal(20)
    decode x ~ z -> dense(400, relu) -> bernoulli
    minimize nll_x: 1 * nll(x)
    minimize kl_z: 1 * kl(z)
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


class EncoderLayers(nn.Module):
    """The layers of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(784, 400)  # Dense, 784 to 400: weight [400, 784], bias [400]
        self.z_mean = nn.Linear(400, 20)  # Dense, 400 to 20: weight [20, 400], bias [20]
        self.z_logvar = nn.Linear(400, 20)  # Dense, 400 to 20: weight [20, 400], bias [20]


class DecoderLayers(nn.Module):
    """The layers of the decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(20, 400)  # Dense, 20 to 400: weight [400, 20], bias [400]
        self.x_logits = nn.Linear(400, 784)  # Dense, 400 to 784: weight [784, 400], bias [784]


class Vae(nn.Module):
    """Kingma and Welling (2013): Gaussian MLP encoder, Bernoulli MLP decoder."""

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

    def encode(self, x: Tensor) -> dict[str, Tensor]:
        """Codes of data: of random ones the mean, and the parameters of their distributions.

        x: [N, 784], values in [0, 1].
        Gives "z", "z.mean", "z.logvar": "z" is [N, 20].
        """
        z_mean, z_logvar = self._run_encoder(x)
        return {
            "z": z_mean,
            "z.mean": z_mean,
            "z.logvar": z_logvar,
        }

    def decode(self, z: Tensor) -> dict[str, Tensor]:
        """What describes the data at codes: the mean, and the parameters of distributions.

        z: [N, 20], a draw or a mean of the code.
        Gives "x", "x.logits": "x" is [N, 784].
        """
        x_logits = self._run_decoder(z)
        x_mean = torch.sigmoid(x_logits)  # [N, 784]
        return {
            "x": x_mean,
            "x.logits": x_logits,
        }

    def reconstruct(self, x: Tensor) -> dict[str, Tensor]:
        """Data through the encoder and the decoder, random codes at their means, in the units of the data.

        x: [N, 784], values in [0, 1].
        Gives "x": [N, 784].
        """
        z_mean, z_logvar = self._run_encoder(x)
        x_logits = self._run_decoder(z_mean)
        x_mean = torch.sigmoid(x_logits)  # [N, 784]
        return {"x": x_mean}

    def sample(self, count: int) -> dict[str, Tensor]:
        """Codes drawn from the prior, decoded: the mean of the likelihood at each, in the units of the data.

        count: how many.
        Gives "x": [count, 784].
        """
        noise = Noise()
        rows = self.like.new_empty((count, 20))
        z = noise.normal(1, rows)  # [N, 20]
        x_logits = self._run_decoder(z)
        x_mean = torch.sigmoid(x_logits)  # [N, 784]
        return {"x": x_mean}

    def loss(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """The objective on a batch, averaged over the examples.

        batch["x"]: [N, 784], values in [0, 1].
        noise[0]: normal numbers [N, 20].
        """
        x = batch["x"]  # [N, 784]
        noise = Noise(noise)
        z_mean, z_logvar = self._run_encoder(x)
        z = z_mean + torch.exp(0.5 * z_logvar) * noise.normal(0, z_mean)  # [N, 20]
        x_logits = self._run_decoder(z)
        nll_x = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / x_logits.shape[0]
        kl_z = 0.5 * (z_mean.square() + torch.exp(z_logvar) - z_logvar - 1).sum() / z_mean.shape[0]
        total = nll_x + kl_z
        return {
            "total": total,
            "nll_x": nll_x,
            "kl_z": kl_z,
        }

    def _run_encoder(self, x: Tensor) -> tuple[Tensor, ...]:
        """From data to codes, and to all that others read of them."""
        dense1 = torch.relu(self.encoder.dense1(x))  # [N, 400]
        z_mean = self.encoder.z_mean(dense1)  # [N, 20]
        z_logvar = self.encoder.z_logvar(dense1)  # [N, 20]
        return z_mean, z_logvar

    def _run_decoder(self, z: Tensor) -> Tensor:
        """From codes to what describes the data."""
        dense1 = torch.relu(self.decoder.dense1(z))  # [N, 400]
        x_logits = self.decoder.x_logits(dense1)  # [N, 784]
        return x_logits

    @property
    def like(self) -> Tensor:
        """A tensor of the type of the weights, where they are."""
        return next(self.parameters(), torch.empty(0))
