"""Burda et al. (2016).

Written by `hourglass export --pytorch` from the definition:

    data x: binary[784]
    encode z ~ x -> dense(200, tanh) -> dense(200, tanh) -> normal(50)
    decode x ~ z -> dense(200, tanh) -> dense(200, tanh) -> bernoulli
    minimize iwae: 1 * iwae(50)
    draws 50
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
        self.dense1 = nn.Linear(784, 200)  # Dense, 784 to 200: weight [200, 784], bias [200]
        self.dense2 = nn.Linear(200, 200)  # Dense, 200 to 200: weight [200, 200], bias [200]
        self.z_mean = nn.Linear(200, 50)  # Dense, 200 to 50: weight [50, 200], bias [50]
        self.z_logvar = nn.Linear(200, 50)  # Dense, 200 to 50: weight [50, 200], bias [50]


class DecoderLayers(nn.Module):
    """The layers of the decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(50, 200)  # Dense, 50 to 200: weight [200, 50], bias [200]
        self.dense2 = nn.Linear(200, 200)  # Dense, 200 to 200: weight [200, 200], bias [200]
        self.x_logits = nn.Linear(200, 784)  # Dense, 200 to 784: weight [784, 200], bias [784]


class Iwae(nn.Module):
    """Burda et al. (2016)."""

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

        x: [N, 784], values in {0, 1}.
        Gives "z", "z.mean", "z.logvar": "z" is [N, 50].
        """
        z_mean, z_logvar = self._run_encoder(x)
        return {
            "z": z_mean,
            "z.mean": z_mean,
            "z.logvar": z_logvar,
        }

    def decode(self, z: Tensor) -> dict[str, Tensor]:
        """What describes the data at codes: the mean, and the parameters of distributions.

        z: [N, 50], a draw or a mean of the code.
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

        x: [N, 784], values in {0, 1}.
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
        rows = self.like.new_empty((count, 50))
        z = noise.normal(1, rows)  # [N, 50]
        x_logits = self._run_decoder(z)
        x_mean = torch.sigmoid(x_logits)  # [N, 784]
        return {"x": x_mean}

    def loss(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """The objective on a batch, averaged over the examples.

        batch["x"]: [N, 784], values in {0, 1}.
        noise[0]: normal numbers [50N, 50].
        """
        x = batch["x"]  # [N, 784]
        noise = Noise(noise)
        z_mean, z_logvar = self._run_encoder(x)
        z_mean_draws = z_mean.repeat(50, 1)  # [50N, 50]
        z_logvar_draws = z_logvar.repeat(50, 1)  # [50N, 50]
        z = z_mean_draws + torch.exp(0.5 * z_logvar_draws) * noise.normal(0, z_mean_draws)  # [50N, 50]
        x_logits = self._run_decoder(z)
        x_draws = x.repeat(50, 1)  # [50N, 784]
        iwae_part = F.binary_cross_entropy_with_logits(x_logits, x_draws, reduction="none")  # [50N, 784]
        log_p_x = (-iwae_part.sum(1, keepdim=True)).reshape(-1)  # [50N]
        log_p_z = (-0.5 * (z.square() + 1.8378770664093453).sum(1, keepdim=True)).reshape(-1)  # [50N]
        iwae_part_2 = (z - z_mean_draws).square() * torch.exp(-z_logvar_draws) + z_logvar_draws  # [50N, 50]
        log_q_z = (-0.5 * (iwae_part_2 + 1.8378770664093453).sum(1, keepdim=True)).reshape(-1)  # [50N]
        log_weights = log_p_x + (log_p_z - log_q_z)  # [50N]
        iwae = -(log_weights.reshape(50, -1).logsumexp(0) - 3.912023005428146).mean()
        total = iwae
        return {
            "total": total,
            "iwae": iwae,
        }

    def _run_encoder(self, x: Tensor) -> tuple[Tensor, ...]:
        """From data to codes, and to all that others read of them."""
        dense1 = torch.tanh(self.encoder.dense1(x))  # [N, 200]
        dense2 = torch.tanh(self.encoder.dense2(dense1))  # [N, 200]
        z_mean = self.encoder.z_mean(dense2)  # [N, 50]
        z_logvar = self.encoder.z_logvar(dense2)  # [N, 50]
        return z_mean, z_logvar

    def _run_decoder(self, z: Tensor) -> Tensor:
        """From codes to what describes the data."""
        dense1 = torch.tanh(self.decoder.dense1(z))  # [50N, 200]
        dense2 = torch.tanh(self.decoder.dense2(dense1))  # [50N, 200]
        x_logits = self.decoder.x_logits(dense2)  # [50N, 784]
        return x_logits

    @property
    def like(self) -> Tensor:
        """A tensor of the type of the weights, where they are."""
        return next(self.parameters(), torch.empty(0))
