"""The model UNet.

Written by `hourglass export --pytorch` from the definition:

    data x: unit[1, 64, 64]
    data t: binary[1, 64, 64]
    encode a = x -> conv(32, 3, relu) -> conv(32, 3, relu)
    encode b = a -> pool(max, 2) -> conv(64, 3, relu) -> conv(64, 3, relu)
    encode c = b -> pool(max, 2) -> conv(128, 3, relu) -> conv(128, 3, relu)
    decode u = c -> deconv(64, 2, stride: 2) -> concat(b) -> conv(64, 3, relu) -> conv(64, 3, relu)
    decode t ~ u -> deconv(32, 2, stride: 2) -> concat(a) -> conv(32, 3, relu) -> conv(32, 3, relu) ->
    bernoulli
    minimize nll_t: 1 * nll(t)
"""

import math
from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from safetensors_file import load_into, save_from


class EncoderLayers(nn.Module):
    """The layers of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        # Convolution, 1 to 32 channels, width 3, stride 1
        self.conv1 = nn.Conv2d(1, 32, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 32 to 32 channels, width 3, stride 1
        self.conv2 = nn.Conv2d(32, 32, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 32 to 64 channels, width 3, stride 1
        self.conv3 = nn.Conv2d(32, 64, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 64 to 64 channels, width 3, stride 1
        self.conv4 = nn.Conv2d(64, 64, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 64 to 128 channels, width 3, stride 1
        self.conv5 = nn.Conv2d(64, 128, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 128 to 128 channels, width 3, stride 1
        self.conv6 = nn.Conv2d(128, 128, (3, 3), stride=(1, 1), padding=(1, 1))


class DecoderLayers(nn.Module):
    """The layers of the decoder."""

    def __init__(self) -> None:
        super().__init__()
        # Transposed convolution, 128 to 64 channels, width 2, stride 2
        self.deconv1 = nn.ConvTranspose2d(
            128,
            64,
            (2, 2),
            stride=(2, 2),
            padding=(0, 0),
            output_padding=(0, 0),
        )
        # Convolution, 128 to 64 channels, width 3, stride 1
        self.conv1 = nn.Conv2d(128, 64, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 64 to 64 channels, width 3, stride 1
        self.conv2 = nn.Conv2d(64, 64, (3, 3), stride=(1, 1), padding=(1, 1))
        # Transposed convolution, 64 to 32 channels, width 2, stride 2
        self.deconv2 = nn.ConvTranspose2d(
            64,
            32,
            (2, 2),
            stride=(2, 2),
            padding=(0, 0),
            output_padding=(0, 0),
        )
        # Convolution, 64 to 32 channels, width 3, stride 1
        self.conv3 = nn.Conv2d(64, 32, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 32 to 32 channels, width 3, stride 1
        self.conv4 = nn.Conv2d(32, 32, (3, 3), stride=(1, 1), padding=(1, 1))
        # Convolution, 32 to 1 channels, width 1, stride 1
        self.t_logits = nn.Conv2d(32, 1, (1, 1), stride=(1, 1), padding=(0, 0))


class UNet(nn.Module):
    """The model UNet."""

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

        x: [N, 1, 64, 64], values in [0, 1].
        Gives "a": "a" is [N, 32, 64, 64].
        Gives "b": "b" is [N, 64, 32, 32].
        Gives "c": "c" is [N, 128, 16, 16].
        """
        a, b, c = self._run_encoder(x)
        return {
            "a": a,
            "b": b,
            "c": c,
        }

    def decode(self, c: Tensor, b: Tensor, a: Tensor) -> dict[str, Tensor]:
        """What describes the data at codes: the mean, and the parameters of distributions.

        c: [N, 128, 16, 16], as the encoder gives it.
        b: [N, 64, 32, 32], as the encoder gives it.
        a: [N, 32, 64, 64], as the encoder gives it.
        Gives "t", "t.logits": "t" is [N, 1, 64, 64].
        """
        t_logits = self._run_decoder(c, b, a)
        t_mean = torch.sigmoid(t_logits)  # [N, 1, 64, 64]
        return {
            "t": t_mean,
            "t.logits": t_logits,
        }

    def reconstruct(self, x: Tensor) -> dict[str, Tensor]:
        """Data through the encoder and the decoder, random codes at their means, in the units of the data.

        x: [N, 1, 64, 64], values in [0, 1].
        Gives "t": [N, 1, 64, 64].
        """
        a, b, c = self._run_encoder(x)
        t_logits = self._run_decoder(c, b, a)
        t_mean = torch.sigmoid(t_logits)  # [N, 1, 64, 64]
        return {"t": t_mean}

    def loss(
        self,
        batch: Mapping[str, Tensor],
        noise: Mapping[int, Tensor] | None = None,
    ) -> dict[str, Tensor]:
        """The objective on a batch, averaged over the examples.

        batch["x"]: [N, 1, 64, 64], values in [0, 1].
        batch["t"]: [N, 1, 64, 64], values in {0, 1}.
        """
        x = batch["x"]  # [N, 1, 64, 64]
        t = batch["t"]  # [N, 1, 64, 64]
        a, b, c = self._run_encoder(x)
        t_logits = self._run_decoder(c, b, a)
        nll_t = F.binary_cross_entropy_with_logits(t_logits, t, reduction="sum") / t_logits.shape[0]
        total = nll_t
        return {
            "total": total,
            "nll_t": nll_t,
        }

    def _run_encoder(self, x: Tensor) -> tuple[Tensor, ...]:
        """From data to codes, and to all that others read of them."""
        conv1 = torch.relu(self.encoder.conv1(x))  # [N, 32, 64, 64]
        a = torch.relu(self.encoder.conv2(conv1))  # [N, 32, 64, 64]
        pooled = F.max_pool2d(a, 2)  # [N, 32, 32, 32]
        conv3 = torch.relu(self.encoder.conv3(pooled))  # [N, 64, 32, 32]
        b = torch.relu(self.encoder.conv4(conv3))  # [N, 64, 32, 32]
        pooled_2 = F.max_pool2d(b, 2)  # [N, 64, 16, 16]
        conv5 = torch.relu(self.encoder.conv5(pooled_2))  # [N, 128, 16, 16]
        c = torch.relu(self.encoder.conv6(conv5))  # [N, 128, 16, 16]
        return a, b, c

    def _run_decoder(self, c: Tensor, b: Tensor, a: Tensor) -> Tensor:
        """From codes to what describes the data."""
        deconv1 = self.decoder.deconv1(c)  # [N, 64, 32, 32]
        joined = torch.cat([deconv1, b], dim=1)  # [N, 128, 32, 32]
        conv1 = torch.relu(self.decoder.conv1(joined))  # [N, 64, 32, 32]
        u = torch.relu(self.decoder.conv2(conv1))  # [N, 64, 32, 32]
        deconv2 = self.decoder.deconv2(u)  # [N, 32, 64, 64]
        joined_2 = torch.cat([deconv2, a], dim=1)  # [N, 64, 64, 64]
        conv3 = torch.relu(self.decoder.conv3(joined_2))  # [N, 32, 64, 64]
        conv4 = torch.relu(self.decoder.conv4(conv3))  # [N, 32, 64, 64]
        t_logits = self.decoder.t_logits(conv4)  # [N, 1, 64, 64]
        return t_logits
