"""Trains SemiSupervised as its definition says.

    python3 train.py --data data.npz --out run
    torchrun --nproc_per_node 2 train.py --data data.npz --out run
"""

import torch

from semi_supervised import SemiSupervised
from training import Data, Phase, Plan, Turn, main

PLAN = Plan(
    data={
        "x": Data((784,)),
        "y": Data((), classes=10, optional=True),
    },
    phases=[
        Phase(
            batch=200,
            epochs=50,
            turn=Turn(
                "loss",
                lambda parameters: torch.optim.Adam(parameters, lr=0.0003, betas=(0.9, 0.999), eps=1e-8),
            ),
        ),
    ],
    seed=0,
)


if __name__ == "__main__":
    main(SemiSupervised, PLAN)
