"""van den Oord et al. (2017).

Written by `hourglass export --pytorch` from the definition:

    data x: unit[1, 28, 28]
    encode q = x -> conv(64, 4, relu, stride: 2) -> conv(64, 4, relu, stride: 2) -> conv(16, 1) ->
    quantize(128, 16)
    decode y = q -> deconv(64, 4, relu, stride: 2) -> deconv(1, 4, sigmoid, stride: 2)
    minimize sse_y: 1 * sse(y, x)
    minimize commitment_q: 1 * commitment(q)
    minimize perplexity_q: 0 * perplexity(q)
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


class Tensors(nn.Module):
    """Parameters by their shapes, and buffers: the methods of the model read them. They begin as small random numbers."""

    def __init__(self, buffers: Mapping[str, Tensor] | None = None, **members: tuple[int, ...] | nn.Module) -> None:
        super().__init__()
        for name, member in members.items():
            setattr(self, name, member if isinstance(member, nn.Module) else nn.Parameter(0.1 * torch.randn(member)))
        for name, tensor in (buffers or {}).items():
            self.register_buffer(name, tensor)


@torch.no_grad()
def nearest_codes(distances: Tensor) -> Tensor:
    """1 at the least distance of each vector, 0 elsewhere."""
    return torch.zeros_like(distances).scatter(1, torch.argmin(distances, 1, True), 1.0)


@torch.no_grad()
def follow_codes(x: Tensor, chosen: Tensor, uniforms: Tensor, weight: Tensor, idle: Tensor, averages: list[Tensor],
                 decay: float) -> Tensor:
    """Moves averages of codes and puts dead ones where vectors are (van den Oord et al., 2017, appendix A.1)."""
    n = x.size(0)
    codes = weight.size(0)
    vectors = x.reshape([n, weight.size(1), -1]).transpose(1, 2).reshape([-1, weight.size(1)])
    of = chosen.reshape([n, codes, -1]).transpose(1, 2).reshape([-1, codes])
    used = of.sum(0)
    count = vectors.size(0)
    if len(averages) > 0:
        averages[0].mul_(decay).add_(used, alpha=1.0 - decay)
        averages[1].mul_(decay).add_(of.t().mm(vectors), alpha=1.0 - decay)
        weight.copy_(averages[1] / averages[0].unsqueeze(1))
    idle.add_(count).mul_((used == 0.0).to(idle.dtype))
    dead = idle >= 20.0 * codes
    if bool(dead.any()):
        place = (uniforms.to(torch.float64) * count).to(torch.int64).clamp_max(count - 1)
        taken = vectors.index_select(0, place)
        weight.copy_(torch.where(dead.unsqueeze(1), taken, weight))
        idle.masked_fill_(dead, 0.0)
        if len(averages) > 0:
            share = float(count) / float(codes)
            averages[0].masked_fill_(dead, share)
            averages[1].copy_(torch.where(dead.unsqueeze(1), share * taken, averages[1]))
    return weight


class EncoderLayers(nn.Module):
    """The layers of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        # Convolution, 1 to 64 channels, width 4, stride 2
        self.conv1 = nn.Conv2d(1, 64, (4, 4), stride=(2, 2), padding=(1, 1))
        # Convolution, 64 to 64 channels, width 4, stride 2
        self.conv2 = nn.Conv2d(64, 64, (4, 4), stride=(2, 2), padding=(1, 1))
        # Convolution, 64 to 16 channels, width 1, stride 1
        self.conv3 = nn.Conv2d(64, 16, (1, 1), stride=(1, 1), padding=(0, 0))
        # 128 codes of 16 numbers: weight [128, 16]
        self.quantize1 = Tensors(buffers={"idle": torch.full((128,), 0.0)}, weight=(128, 16))


class DecoderLayers(nn.Module):
    """The layers of the decoder."""

    def __init__(self) -> None:
        super().__init__()
        # Transposed convolution, 16 to 64 channels, width 4, stride 2
        self.deconv1 = nn.ConvTranspose2d(
            16,
            64,
            (4, 4),
            stride=(2, 2),
            padding=(1, 1),
            output_padding=(0, 0),
        )
        # Transposed convolution, 64 to 1 channels, width 4, stride 2
        self.deconv2 = nn.ConvTranspose2d(64, 1, (4, 4), stride=(2, 2), padding=(1, 1), output_padding=(0, 0))


class VectorQuantised(nn.Module):
    """van den Oord et al. (2017)."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = EncoderLayers()
        self.decoder = DecoderLayers()
        # Epochs of the objective that have passed, and the phase of the training: weights and noise move with them.
        self.epoch = math.inf
        self.phase: str | None = None
        # What a step moves besides the parameters, by layer; `finish_step` does it.
        self._moves: dict[str, Callable[[], None]] = {}

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

        x: [N, 1, 28, 28], values in [0, 1].
        Gives "q": "q" is [N, 16, 7, 7].
        """
        noise = Noise()
        conv3, quantize1_chosen, quantize1_nearest, q = self._run_encoder(x, noise)
        return {"q": q}

    def decode(self, q: Tensor) -> dict[str, Tensor]:
        """What describes the data at codes: the mean, and the parameters of distributions.

        q: [N, 16, 7, 7], as the encoder gives it.
        Gives "y": "y" is [N, 1, 28, 28].
        """
        y = self._run_decoder(q)
        return {"y": y}

    def reconstruct(self, x: Tensor) -> dict[str, Tensor]:
        """Data through the encoder and the decoder, random codes at their means, in the units of the data.

        x: [N, 1, 28, 28], values in [0, 1].
        Gives "y": [N, 1, 28, 28].
        """
        noise = Noise()
        conv3, quantize1_chosen, quantize1_nearest, q = self._run_encoder(x, noise)
        y = self._run_decoder(q)
        return {"y": y}

    def loss(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """The objective on a batch, averaged over the examples.

        batch["x"]: [N, 1, 28, 28], values in [0, 1].
        """
        x = batch["x"]  # [N, 1, 28, 28]
        noise = Noise(noise)
        conv3, quantize1_chosen, quantize1_nearest, q = self._run_encoder(x, noise)
        y = self._run_decoder(q)
        sse_y = (y - x).square().sum() / y.shape[0]
        commitment_q_part = (quantize1_nearest - conv3.detach()).square().sum() / quantize1_nearest.shape[0]
        commitment_q_part_2 = 0.25 * (conv3 - quantize1_nearest.detach()).square().sum() / conv3.shape[0]
        commitment_q = commitment_q_part + commitment_q_part_2
        perplexity_q_share = quantize1_chosen.mean((0, 2, 3))  # [128, 1, 1]
        perplexity_q_part = (perplexity_q_share * perplexity_q_share.clamp(min=1e-12).log()).sum()
        perplexity_q = torch.exp(-perplexity_q_part)
        total = sse_y + commitment_q
        return {
            "total": total,
            "sse_y": sse_y,
            "commitment_q": commitment_q,
            "perplexity_q": perplexity_q,
        }

    def _run_encoder(self, x: Tensor, noise: Noise) -> tuple[Tensor, ...]:
        """From data to codes, and to all that others read of them."""
        conv1 = torch.relu(self.encoder.conv1(x))  # [N, 64, 14, 14]
        conv2 = torch.relu(self.encoder.conv2(conv1))  # [N, 64, 7, 7]
        conv3 = self.encoder.conv3(conv2)  # [N, 16, 7, 7]
        quantize1 = self.encoder.quantize1.weight.reshape((128, 16, 1, 1))  # [128, 16, 1, 1]
        # [128, 1, 1]
        quantize1_2 = self.encoder.quantize1.weight.square().sum(1, keepdim=True).reshape((128, 1, 1))
        quantize1_chosen = nearest_codes(quantize1_2 - 2 * F.conv2d(conv3, quantize1))  # [N, 128, 7, 7]
        quantize1_nearest = F.conv_transpose2d(quantize1_chosen, quantize1)  # [N, 16, 7, 7]
        q = quantize1_nearest.detach() + (conv3 - conv3.detach())  # [N, 16, 7, 7]
        uniform = noise.uniform(0, conv3, shape=(128,))  # [128]
        if self.training:

            def move() -> None:
                # encoder.quantize1
                follow_codes(
                    conv3,
                    quantize1_chosen,
                    uniform,
                    self.encoder.quantize1.weight,
                    self.encoder.quantize1.idle,
                    [],
                    0.0,
                )

            self._moves["encoder.quantize1"] = move
        return conv3, quantize1_chosen, quantize1_nearest, q

    def _run_decoder(self, q: Tensor) -> Tensor:
        """From codes to what describes the data."""
        deconv1 = torch.relu(self.decoder.deconv1(q))  # [N, 64, 14, 14]
        y = torch.sigmoid(self.decoder.deconv2(deconv1))  # [N, 1, 28, 28]
        return y

    @torch.no_grad()
    def finish_step(self) -> None:
        """Moves what a step moves besides the parameters: call it behind the optimizer's step."""
        for move in self._moves.values():
            move()
        self._moves.clear()
