"""What an application with kafka-python does in its life.

Arguments: bootstrap.servers and the topic, which is also the group. Prints what it found as one JSON object; the caller
judges it.
"""

import json
import sys
import time

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, NewPartitions, NewTopic
from kafka.structs import OffsetAndMetadata

CODECS = [None, "gzip", "snappy", "lz4", "zstd"]
RECORDS_PER_CODEC = 10

bootstrap, topic = sys.argv[1:]


def produce():
    for codec in CODECS:
        name = codec or "none"
        producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", compression_type=codec, linger_ms=50)
        sent = [
            producer.send(
                topic,
                key=b"key-%d" % i,
                value=b"%s-%d" % (name.encode(), i),
                headers=[("codec", name.encode())],
                partition=i % 2,
                timestamp_ms=1000 + i,
            )
            for i in range(RECORDS_PER_CODEC)
        ]
        for future in sent:
            future.get(timeout=30)
        producer.close()


def consumer(**settings):
    return KafkaConsumer(
        bootstrap_servers=bootstrap, group_id=topic, enable_auto_commit=False, auto_offset_reset="earliest", **settings
    )


def consume_in_group(wanted):
    member = consumer()
    member.subscribe([topic])
    got = []
    deadline = time.monotonic() + 30
    while len(got) < wanted and time.monotonic() < deadline:
        for records in member.poll(timeout_ms=200).values():
            got.extend(records)
    member.commit({TopicPartition(topic, p): OffsetAndMetadata(wanted // 2, "from python") for p in (0, 1)})
    member.close(autocommit=False)
    return [
        {
            "partition": record.partition,
            "offset": record.offset,
            "timestamp": record.timestamp,
            "key": record.key.decode(),
            "value": record.value.decode(),
            "codec": dict(record.headers)["codec"].decode(),
        }
        for record in got
    ]


def look_up():
    first = TopicPartition(topic, 0)
    reader = consumer()
    found = {
        "offsetAtTime": reader.offsets_for_times({first: 1003})[first].offset,
        "low": reader.beginning_offsets([first])[first],
        "high": reader.end_offsets([first])[first],
        "committed": reader.committed(first),
    }
    reader.close(autocommit=False)
    return found


def administer(admin):
    described = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": None})])
    admin.create_partitions({topic: NewPartitions(3)})
    return {
        # kafka-python hands out the response as it came: (error, message, type, name, entries).
        "retention": described[0].resources[0][4][0][1],
        "partitions": len(admin.describe_topics([topic])[0]["partitions"]),
        "brokers": len(admin.describe_cluster()["brokers"]),
        "groupListed": any(group == topic for group, _ in admin.list_consumer_groups()),
        "groupState": admin.describe_consumer_groups([topic])[0].state,
        "metadata": admin.list_consumer_group_offsets(topic)[TopicPartition(topic, 0)].metadata,
    }


def main():
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(topic, 2, 1, topic_configs={"retention.ms": "-1"})])
    produce()
    found = {"records": consume_in_group(len(CODECS) * RECORDS_PER_CODEC)}
    found.update(look_up())
    found.update(administer(admin))
    admin.delete_consumer_groups([topic])
    admin.delete_topics([topic])
    found["topicGone"] = topic not in admin.list_topics()
    admin.close()
    print(json.dumps(found))


main()
