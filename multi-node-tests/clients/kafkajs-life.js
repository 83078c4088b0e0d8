// What an application with KafkaJS does in its life. Arguments: bootstrap.servers and the topic, which is also the group.
// Prints what it found as one JSON object; the caller judges it.
'use strict';

const { Kafka, CompressionTypes, CompressionCodecs, ConfigResourceTypes, logLevel } = require('kafkajs');
CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy');

const [bootstrap, topic] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'kafkajs-life', brokers: [bootstrap], logLevel: logLevel.ERROR });
const codecs = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP, snappy: CompressionTypes.Snappy };
const recordsPerCodec = 10;

async function produce() {
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  for (const [name, compression] of Object.entries(codecs)) {
    const messages = [];
    for (let i = 0; i < recordsPerCodec; i++) {
      messages.push({
        key: `key-${i}`,
        value: `${name}-${i}`,
        headers: { codec: name },
        partition: i % 2,
        timestamp: String(1000 + i),
      });
    }
    await producer.send({ topic, acks: -1, compression, messages });
  }
  await producer.disconnect();
}

async function consumeInGroup(wanted) {
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 200 });
  const got = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`got only ${got.length} of ${wanted} records`)), 30000);
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const eachMessage = async ({ partition, message }) => {
      got.push({
        partition,
        offset: Number(message.offset),
        timestamp: Number(message.timestamp),
        key: message.key.toString(),
        value: message.value.toString(),
        codec: message.headers.codec.toString(),
      });
      if (got.length === wanted) {
        clearTimeout(timer);
        resolve();
      }
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
  await consumer.commitOffsets([0, 1].map((partition) => ({ topic, partition, offset: String(wanted / 2) })));
  await consumer.disconnect();
  return got;
}

async function administer(admin) {
  const configs = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }],
  });
  await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
  const metadata = await admin.fetchTopicMetadata({ topics: [topic] });
  const committed = await admin.fetchOffsets({ groupId: topic, topics: [topic] });
  const groups = await admin.listGroups();
  const described = await admin.describeGroups([topic]);
  const atTime = await admin.fetchTopicOffsetsByTimestamp(topic, 1003);
  await admin.setOffsets({ groupId: topic, topic, partitions: [{ partition: 0, offset: '3' }] });
  const moved = await admin.fetchOffsets({ groupId: topic, topics: [topic] });
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '5' }] });
  const ends = await admin.fetchTopicOffsets(topic);
  const partition0 = (offsets) => offsets.find(({ partition }) => partition === 0);
  return {
    retention: configs.resources[0].configEntries[0].configValue,
    partitions: metadata.topics[0].partitions.length,
    brokers: (await admin.describeCluster()).brokers.length,
    committed: Number(partition0(committed[0].partitions).offset),
    moved: Number(partition0(moved[0].partitions).offset),
    groupListed: groups.groups.some(({ groupId }) => groupId === topic),
    groupState: described.groups[0].state,
    offsetAtTime: Number(partition0(atTime).offset),
    low: Number(partition0(ends).low),
    high: Number(partition0(ends).high),
  };
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  const configEntries = [{ name: 'retention.ms', value: '-1' }];
  await admin.createTopics({ topics: [{ topic, numPartitions: 2, configEntries }] });
  await produce();
  const records = await consumeInGroup(Object.keys(codecs).length * recordsPerCodec);
  const found = { records, ...(await administer(admin)) };
  await admin.deleteGroups([topic]);
  await admin.deleteTopics({ topics: [topic] });
  found.topicGone = !(await admin.listTopics()).includes(topic);
  await admin.disconnect();
  console.log(JSON.stringify(found));
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
