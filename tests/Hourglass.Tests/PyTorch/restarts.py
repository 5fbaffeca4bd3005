"""Trains under torchrun in two processes, kills one of them on the way, and lets torchrun go on.

    python3 restarts.py EXPORTED DATA OUT EPOCHS BATCH

The last line is {"killed": the epoch of the checkpoint that was there, "code": torchrun's}.
"""

import json
import os
import signal
import subprocess
import sys
import time


def children_of(parent: int) -> list[int]:
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                if int(file.read().rsplit(")", 1)[1].split()[1]) == parent:
                    found.append(int(name))
        except (FileNotFoundError, ProcessLookupError):
            pass  # it has ended meanwhile
    return found


def rank_of(process: int) -> str | None:
    with open(f"/proc/{process}/environ", "rb") as file:
        variables = dict(part.split(b"=", 1) for part in file.read().split(b"\0") if b"=" in part)
    return variables.get(b"RANK", b"").decode() or None


def main(exported: str, data: str, out: str, epochs: str, batch: str) -> None:
    # Both options have words that torchrun 1.13 understands under Python 3.11; its defaults are none of them.
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--redirects", "1", "--tee", "1", "--log_dir", out + "-log"]
    training = ["train.py", "--data", data, "--out", out, "--epochs", epochs, "--batch", batch]
    started = [*torchrun, "--nproc_per_node", "2", "--max_restarts", "1", "--rdzv_backend", "c10d", "--rdzv_endpoint", "127.0.0.1:0"]
    run = subprocess.Popen([*started, *training], cwd=exported, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    checkpoint = os.path.join(out, "checkpoint.json")
    until = time.monotonic() + 120
    while not os.path.exists(checkpoint) and run.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    victims = [child for child in children_of(run.pid) if rank_of(child) == "1"]
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    with open(checkpoint, encoding="utf-8") as file:
        killed = json.load(file)["epoch"] if victims else None
    text, _ = run.communicate(timeout=240)
    print(text)
    print(json.dumps({"killed": killed, "code": run.returncode}))


if __name__ == "__main__":
    main(*sys.argv[1:])
