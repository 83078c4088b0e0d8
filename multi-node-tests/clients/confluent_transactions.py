"""What an application with confluent-kafka (librdkafka) does in transactions.

Arguments: bootstrap.servers and a topic with one partition. Prints what it found as one JSON object; the caller judges it.
"""

import json
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

SECONDS = 30

bootstrap, topic = sys.argv[1:]
group = topic + "-readers"


def transactional():
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": topic + "-writer"})
    producer.init_transactions(SECONDS)
    return producer


def member(**settings):
    return Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            **settings,
        }
    )


def begin(producer, values):
    producer.begin_transaction()
    for value in values:
        producer.produce(topic, value.encode())
    producer.flush(SECONDS)


def send_offset(producer, consumer, offset):
    """With the member's generation, so that a coordinator can fence members of the past."""
    producer.send_offsets_to_transaction(
        [TopicPartition(topic, 0, offset)], consumer.consumer_group_metadata(), SECONDS
    )


def joined():
    consumer = member()
    consumer.subscribe([topic])
    deadline = time.monotonic() + SECONDS
    while not consumer.assignment() and time.monotonic() < deadline:
        consumer.poll(0.1)
    return consumer


def fenced(producer):
    begin(producer, ["of a zombie"])
    second = transactional()
    begin(second, ["py-3"])
    second.commit_transaction(SECONDS)
    try:
        producer.commit_transaction(SECONDS)
        return None
    except KafkaException as failure:
        return failure.args[0].name()


def read(isolation, last):
    """Whether a member of the group gets here by its own commits or not, the partition is read from the beginning."""
    reader = member(**{"isolation.level": isolation, "group.id": group + isolation})
    reader.assign([TopicPartition(topic, 0, 0)])
    values = []
    deadline = time.monotonic() + SECONDS
    while last not in values and time.monotonic() < deadline:
        record = reader.poll(0.2)
        if record is not None and not record.error():
            values.append(record.value().decode())
    reader.close()
    return values


def main():
    producer = transactional()
    begin(producer, ["py-0", "py-1"])
    producer.commit_transaction(SECONDS)
    consumer = joined()
    begin(producer, ["given up"])
    send_offset(producer, consumer, 99)
    producer.abort_transaction(SECONDS)
    begin(producer, ["py-2"])
    send_offset(producer, consumer, 2)
    producer.commit_transaction(SECONDS)
    offset = consumer.committed([TopicPartition(topic, 0)], SECONDS)[0].offset
    consumer.close()
    found = {
        "offset": offset,
        "fenced": fenced(producer),
        "committed": read("read_committed", "py-3"),
        "everything": read("read_uncommitted", "py-3"),
    }
    print(json.dumps(found))


main()
