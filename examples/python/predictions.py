# Copyright The Skewline Authors
# SPDX-License-Identifier: Apache-2.0
"""Prints each prediction as a line of JSON."""

import json

from settings import parse
from skewline_client import predictions


def add(parser):
    parser.add_argument("--idle", type=float, help="end after so many seconds without a prediction")


def line(stream, prediction):
    scored = prediction["scored"]
    model = scored and {
        "label": scored["labels"][scored["best"]] if scored["labels"] else None,
        "scores": scored["scores"],
        "confidence": scored["confidence"],
        "version": scored["modelVersion"],
    }
    return {
        "stream": stream,
        "id": prediction["id"],
        "start": prediction["start"].isoformat(),
        "verdict": prediction["verdict"],
        "used": prediction["used"],
        "missing": prediction["missing"],
        "model": model,
    }


def main():
    args, topology, kafka, registry = parse(__doc__, add)
    for stream, prediction in predictions(topology, kafka, registry, args.idle):
        print(json.dumps(line(stream, prediction)), flush=True)


if __name__ == "__main__":
    main()
