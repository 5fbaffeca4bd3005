"""Files of tensors in the format of safetensors: 8 bytes with the length of a header, the header in JSON, the numbers.

Nothing in such a file is code, as it is in a pickle.
"""

import json
import os
import sys
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

_TYPES = {
    "F64": (torch.float64, np.dtype("<f8")),
    "F32": (torch.float32, np.dtype("<f4")),
    "F16": (torch.float16, np.dtype("<f2")),
    "I64": (torch.int64, np.dtype("<i8")),
    "I32": (torch.int32, np.dtype("<i4")),
    "I16": (torch.int16, np.dtype("<i2")),
    "I8": (torch.int8, np.dtype("i1")),
    "U8": (torch.uint8, np.dtype("u1")),
    "BOOL": (torch.bool, np.dtype("?")),
}
_NAMES = {dtype: name for name, (dtype, _) in _TYPES.items()}
_LONGEST_HEADER = 100_000_000


def load(path: str) -> dict[str, Tensor]:
    """Reads the tensors of a file by their names; a file that is damaged is refused with the reason."""
    with open(path, "rb") as file:
        data = file.read()
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(len(data) - 8, _LONGEST_HEADER):
        raise ValueError(f"'{path}' is no safetensors file: its header ends behind the file.")
    try:
        header = json.loads(data[8 : 8 + length])
        entries = [(name, entry) for name, entry in header.items() if name != "__metadata__"]
        numbers = memoryview(data)[8 + length :]
        return {name: _tensor(path, name, entry, numbers) for name, entry in entries}
    except (UnicodeDecodeError, json.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"'{path}' is no safetensors file: its header is damaged ({error}).") from error


def save(path: str, tensors: Mapping[str, Tensor]) -> None:
    """Writes tensors; the file is in its place once it is whole."""
    header, parts, offset = {}, [], 0
    for name, tensor in tensors.items():
        if tensor.dtype not in _NAMES:
            raise ValueError(f"'{name}' has the type {tensor.dtype}, which this writer does not know.")
        kind = _NAMES[tensor.dtype]
        part = tensor.detach().cpu().contiguous().numpy().astype(_TYPES[kind][1], copy=False).tobytes()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(part)]}
        parts.append(part)
        offset += len(part)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)


def load_into(module: nn.Module, path: str) -> None:
    """Reads the weights of a module. All keys and shapes must agree; nothing is copied unless they do."""
    own, found = module.state_dict(), load(path)
    for name in sorted(own.keys() | found.keys()):
        if name not in found or name not in own:
            raise ValueError(f"'{path}' holds the weights of another model: it {'lacks' if name in own else 'has'} '{name}'.")
        if own[name].shape != found[name].shape:
            raise ValueError(
                f"'{path}' holds the weights of another model: '{name}' is {list(found[name].shape)}, not {list(own[name].shape)}."
            )
    with torch.no_grad():
        for name, tensor in own.items():
            tensor.copy_(found[name])


def save_from(module: nn.Module, path: str) -> None:
    """Writes the weights of a module under the keys of its `state_dict`."""
    save(path, module.state_dict())


def _tensor(path: str, name: str, entry: Mapping, numbers: memoryview) -> Tensor:
    if entry["dtype"] not in _TYPES:
        raise ValueError(f"'{path}': '{name}' has the type {entry['dtype']}, which this reader does not know.")
    _, dtype = _TYPES[entry["dtype"]]
    (start, end), shape = entry["data_offsets"], entry["shape"]
    size = dtype.itemsize * int(np.prod(shape, dtype=np.int64))
    if not 0 <= start <= end <= len(numbers) or end - start != size:
        raise ValueError(f"'{path}': '{name}' takes {size} bytes, and the file has {end - start} for it.")
    values = np.frombuffer(numbers[start:end], dtype).reshape(shape)
    native = values.byteswap().view(values.dtype.newbyteorder()) if sys.byteorder == "big" and dtype.itemsize > 1 else values
    return torch.from_numpy(native.copy())
