"""Makhzani et al. (2015): a critic pulls the aggregate posterior to the prior.

Written by `hourglass export --pytorch` from the definition:

    data x: unit[784]
    encode z = x -> dense(400, relu) -> dense(8)
    prior z ~ normal(logvar: 0, mean: 0)
    decode y = z -> dense(400, relu) -> dense(784, sigmoid)
    critic c = z -> dense(256, leaky(0.2)) -> dense(1)
    minimize sse_y: 1 * sse(y, x)
    minimize adversarial_z: 1 * adversarial(z, critic: c)
    critic, minimize critic_c: 1 * adversarial(z, critic: c)
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
        self.dense2 = nn.Linear(400, 8)  # Dense, 400 to 8: weight [8, 400], bias [8]


class DecoderLayers(nn.Module):
    """The layers of the decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(8, 400)  # Dense, 8 to 400: weight [400, 8], bias [400]
        self.dense2 = nn.Linear(400, 784)  # Dense, 400 to 784: weight [784, 400], bias [784]


class CriticLayers(nn.Module):
    """The layers of the critic."""

    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(8, 256)  # Dense, 8 to 256: weight [256, 8], bias [256]
        self.dense2 = nn.Linear(256, 1)  # Dense, 256 to 1: weight [1, 256], bias [1]


class Adversarial(nn.Module):
    """Makhzani et al. (2015): a critic pulls the aggregate posterior to the prior."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = EncoderLayers()
        self.decoder = DecoderLayers()
        self.critic = CriticLayers()
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
        Gives "z": "z" is [N, 8].
        """
        z = self._run_encoder(x)
        return {"z": z}

    def decode(self, z: Tensor) -> dict[str, Tensor]:
        """What describes the data at codes: the mean, and the parameters of distributions.

        z: [N, 8], as the encoder gives it.
        Gives "y": "y" is [N, 784].
        """
        y = self._run_decoder(z)
        return {"y": y}

    def reconstruct(self, x: Tensor) -> dict[str, Tensor]:
        """Data through the encoder and the decoder, random codes at their means, in the units of the data.

        x: [N, 784], values in [0, 1].
        Gives "y": [N, 784].
        """
        z = self._run_encoder(x)
        y = self._run_decoder(z)
        return {"y": y}

    def sample(self, count: int) -> dict[str, Tensor]:
        """Codes drawn from the prior, decoded: the mean of the likelihood at each, in the units of the data.

        count: how many.
        Gives "y": [count, 784].
        """
        noise = Noise()
        rows = self.like.new_empty((count, 8))
        z = noise.normal(1, rows)  # [N, 8]
        y = self._run_decoder(z)
        return {"y": y}

    def loss(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """The objective on a batch, averaged over the examples.

        batch["x"]: [N, 784], values in [0, 1].
        """
        x = batch["x"]  # [N, 784]
        z = self._run_encoder(x)
        y = self._run_decoder(z)
        sse_y = (y - x).square().sum() / y.shape[0]
        c = self._run_critic(z)
        adversarial_z = F.softplus(-c).mean()
        total = sse_y + adversarial_z
        return {
            "total": total,
            "sse_y": sse_y,
            "adversarial_z": adversarial_z,
        }

    def critic_loss(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """What the critics minimize on a batch; gradients reach the critics alone.

        batch["x"]: [N, 784], values in [0, 1].
        noise[0]: normal numbers [N, 8].
        """
        x = batch["x"]  # [N, 784]
        noise = Noise(noise)
        z = self._run_encoder(x)
        c_prior = noise.normal(0, z).detach()  # [N, 8]
        c_of_other = self._run_critic(c_prior)
        c_made = z.detach()  # [N, 8]
        c_of_made = self._run_critic(c_made)
        critic_c = F.softplus(-c_of_other).mean() + F.softplus(c_of_made).mean()
        total = critic_c
        return {
            "total": total,
            "critic_c": critic_c,
        }

    def _run_encoder(self, x: Tensor) -> Tensor:
        """From data to codes, and to all that others read of them."""
        dense1 = torch.relu(self.encoder.dense1(x))  # [N, 400]
        z = self.encoder.dense2(dense1)  # [N, 8]
        return z

    def _run_decoder(self, z: Tensor) -> Tensor:
        """From codes to what describes the data."""
        dense1 = torch.relu(self.decoder.dense1(z))  # [N, 400]
        y = torch.sigmoid(self.decoder.dense2(dense1))  # [N, 784]
        return y

    def _run_critic(self, z: Tensor) -> Tensor:
        """What the critic c makes of values."""
        dense1 = F.leaky_relu(self.critic.dense1(z), 0.2)  # [N, 256]
        c = self.critic.dense2(dense1)  # [N, 1]
        return c

    @property
    def like(self) -> Tensor:
        """A tensor of the type of the weights, where they are."""
        return next(self.parameters(), torch.empty(0))
