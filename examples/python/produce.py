# Copyright The Skewline Authors
# SPDX-License-Identifier: Apache-2.0
"""Encoders that send what they see, in real time, with labels; here of numpy, yours of PyTorch."""

import time

import numpy as np

from settings import parse
from skewline_client import SkewlineProducer


def activations(stream, rng, truth):
    """What the encoder's layers say of one moment: a vector per layer, the deeper the clearer."""
    # With PyTorch: hidden = model(batch, output_hidden_states=True).hidden_states
    #               return {i: hidden[i][0].mean(0).detach().cpu().numpy() for i in range(1, layers + 1)}
    layers, width = stream["layers"], stream["width"]
    signal = 1.0 if truth else -1.0
    return {i: signal * i / layers + rng.standard_normal(width) for i in range(1, layers + 1)}


def add(parser):
    parser.add_argument("--streams", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=10, help="frames a second, of each modality")
    parser.add_argument("--seed", type=int, default=1)


def main():
    args, topology, kafka, registry = parse(__doc__, add)
    rng = np.random.default_rng(args.seed)
    names = topology["task"]["labels"]
    start_us = time.time_ns() // 1_000_000_000 * 1_000_000
    # Another one after each restart of the producer: its sequence numbers begin anew.
    session = str(start_us)
    producer = SkewlineProducer(topology, kafka, registry)
    streams = [f"python-{n}" for n in range(args.streams)]
    frames = int(args.seconds * args.rate)
    truth = {}
    for i in range(frames):
        time_us = start_us + int(i * 1_000_000 / args.rate)
        time.sleep(max(0.0, time_us / 1e6 - time.time()))
        for stream in streams:
            second = time_us // 1_000_000 * 1_000_000
            if (stream, second) not in truth:
                truth[stream, second] = rng.random() < 0.5
                producer.label(stream, second, second + 1_000_000, names[truth[stream, second]])
            for modality in topology["streams"]:
                layers = activations(modality, rng, truth[stream, second])
                producer.frame(stream, modality["modality"], time_us, layers, session)
    for stream in streams:
        for modality in topology["streams"]:
            producer.end(stream, modality["modality"], time_us, session)
    producer.close()
    print(f"sent {frames * len(streams) * len(topology['streams'])} frames")


if __name__ == "__main__":
    main()
