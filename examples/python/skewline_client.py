# Copyright The Skewline Authors
# SPDX-License-Identifier: Apache-2.0
"""Frames and labels to Skewline, predictions from it, by confluent-kafka and a schema registry."""

import os
import re
from pathlib import Path

import numpy as np
import yaml
from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
DTYPES = {"FLOAT32": "<f4", "FLOAT16": "<f2"}


def read_topology(path):
    """The topology file; ${NAME:default} means an environment variable, as in Skewline itself."""

    def resolve(match):
        return os.environ.get(match[1]) or (match[2] or "")

    return yaml.safe_load(re.sub(r"\$\{(\w+)(?::([^}]*))?\}", resolve, Path(path).read_text()))


class SkewlineProducer:
    """Sends what live encoders see. One thread. Values are in the wire's units: microseconds since 1970."""

    def __init__(self, topology, kafka, registry):
        self._topics = {s["modality"]: s["topic"] for s in topology["streams"]}
        self._labels = topology["train"]["labels"]
        self._sequences = {}
        self._errors = []
        # murmur2, as Java clients spread keys: all modalities of a stream must meet in one partition.
        self._producer = Producer({"partitioner": "murmur2_random", "enable.idempotence": True, "linger.ms": 5} | kafka)
        client = SchemaRegistryClient(registry)
        self._frame = AvroSerializer(client, (SCHEMAS / "ModalityFrame.avsc").read_text())
        self._label = AvroSerializer(client, (SCHEMAS / "Label.avsc").read_text())

    def frame(self, stream, modality, time_us, layers, session, dtype="FLOAT32"):
        """layers: layer number (1 is the shallowest) to its vector; any that the plan needs."""
        sequence = self._sequences.get((stream, modality), 0)
        self._sequences[stream, modality] = sequence + 1
        encoded = [
            {"index": i, "dtype": dtype, "values": np.asarray(v).astype(DTYPES[dtype]).tobytes()}
            for i, v in sorted(layers.items())
        ]
        self._send_frame(stream, modality, time_us, sequence, session, encoded, False)

    def end(self, stream, modality, time_us, session):
        """No frame of this session follows: windows that wait for this modality close at once."""
        self._sequences.pop((stream, modality), None)
        self._send_frame(stream, modality, time_us, 0, session, [], True)

    def label(self, stream, start_us, end_us, name):
        value = {"start": start_us, "end": end_us, "className": name, "value": None, "split": None, "group": None}
        self._send(self._labels, self._label, stream, value)

    def _send_frame(self, stream, modality, time_us, sequence, session, layers, end):
        value = {
            "modality": modality,
            "eventTime": time_us,
            "sequence": sequence,
            "session": session,
            "duration": None,
            "layers": layers,
            "endOfStream": end,
        }
        self._send(self._topics[modality], self._frame, stream, value)

    def _send(self, topic, serializer, stream, value):
        data = serializer(value, SerializationContext(topic, MessageField.VALUE))
        self._producer.produce(topic, key=stream.encode(), value=data, on_delivery=self._delivered)
        self._producer.poll(0)
        self._raise()

    def _delivered(self, error, _message):
        if error is not None:
            self._errors.append(error)

    def _raise(self):
        if self._errors:
            raise RuntimeError(f"a record was not accepted: {self._errors[0]}")

    def close(self):
        left = self._producer.flush(30)
        self._raise()
        if left:
            raise RuntimeError(f"{left} records were not accepted within 30 s")


def predictions(topology, kafka, registry, idle_seconds=None):
    """Yields (stream, prediction); ends after so many seconds without one, or never."""
    client = SchemaRegistryClient(registry)
    # The writer's schema alone: new fields of later versions come along.
    decode = AvroDeserializer(client)
    topic = topology["outputs"]["predictions"]
    consumer = Consumer(
        {"group.id": "skewline-python", "auto.offset.reset": "earliest", "isolation.level": "read_committed"} | kafka
    )
    consumer.subscribe([topic])
    try:
        while True:
            message = consumer.poll(idle_seconds if idle_seconds is not None else 1.0)
            if message is None:
                if idle_seconds is not None:
                    return
            elif message.error():
                raise RuntimeError(message.error())
            else:
                context = SerializationContext(topic, MessageField.VALUE)
                yield message.key().decode(), decode(message.value(), context)
    finally:
        consumer.close()
