"""Runs exported trainings, all in one process but for those that several share.

    python3 trainings.py FOLDER

FOLDER/jobs.json is a list of jobs: {"name", "folder", "arguments", "processes"}. What a training prints is written to
FOLDER/trainings.json, by the names of the jobs, or why it failed.
"""

import contextlib
import importlib
import io
import json
import os
import sys
import traceback

import torch
import torch.multiprocessing


def train(folder: str, arguments: list[str]) -> str:
    sys.path.insert(0, folder)
    for name in [name for name, module in sys.modules.items() if getattr(module, "__file__", None) and "exported" in module.__file__]:
        del sys.modules[name]
    plan = importlib.import_module("train")
    training = importlib.import_module("training")
    sys.path.pop(0)
    model = next(value for value in vars(plan).values() if isinstance(value, type) and issubclass(value, torch.nn.Module))
    sys.argv = ["train.py", *arguments]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        training.main(model, plan.PLAN)
    return printed.getvalue()


def one_of(rank: int, count: int, port: int, folder: str, arguments: list[str]) -> None:
    torch.set_num_threads(1)
    os.environ.update(RANK=str(rank), LOCAL_RANK=str(rank), WORLD_SIZE=str(count), MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    train(folder, arguments)


def free_port() -> int:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def main(root: str) -> None:
    torch.set_num_threads(1)
    with open(os.path.join(root, "jobs.json"), encoding="utf-8") as file:
        jobs = json.load(file)
    found = {}
    for job in jobs:
        try:
            if job["processes"] > 1:
                torch.multiprocessing.spawn(
                    one_of, (job["processes"], free_port(), job["folder"], job["arguments"]), nprocs=job["processes"]
                )
                found[job["name"]] = ""
            else:
                found[job["name"]] = train(job["folder"], job["arguments"])
        except SystemExit as error:
            found[job["name"]] = str(error)
        except Exception:
            found[job["name"]] = "failed: " + traceback.format_exc()
    with open(os.path.join(root, "trainings.json"), "w", encoding="utf-8") as file:
        json.dump(found, file)


if __name__ == "__main__":
    main(sys.argv[1])
