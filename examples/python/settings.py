# Copyright The Skewline Authors
# SPDX-License-Identifier: Apache-2.0
"""What both programs take from the command line."""

import argparse

from skewline_client import read_topology


def parse(description, add):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("topology", help="the topology file that the processor runs with")
    parser.add_argument("--kafka", action="append", default=[], metavar="KEY=VALUE", help="of librdkafka")
    parser.add_argument("--registry", action="append", default=[], metavar="KEY=VALUE", help="of its registry client")
    add(parser)
    args = parser.parse_args()
    topology = read_topology(args.topology)
    kafka = {"bootstrap.servers": topology.get("kafka", {}).get("bootstrap.servers", "localhost:9092")}
    registry = {"url": topology.get("registry", {}).get("schema.registry.url", "http://localhost:8081")}
    kafka |= dict(pair.split("=", 1) for pair in args.kafka)
    registry |= dict(pair.split("=", 1) for pair in args.registry)
    return args, topology, kafka, registry
