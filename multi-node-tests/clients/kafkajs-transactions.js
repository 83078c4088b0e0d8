// What an application with KafkaJS does in transactions. Arguments: bootstrap.servers and a topic with one partition.
// Prints what it found as one JSON object; the caller judges it.
'use strict';

const { Kafka, logLevel } = require('kafkajs');

const [bootstrap, topic] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'kafkajs-transactions', brokers: [bootstrap], logLevel: logLevel.NOTHING });
const groupId = `${topic}-readers`;

function transactional() {
  const retry = { retries: 20 };
  return kafka.producer({ transactionalId: `${topic}-writer`, idempotent: true, maxInFlightRequests: 1, retry });
}

async function inTransaction(producer, values, offset, end) {
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: values.map((value) => ({ value })) });
  await transaction.sendOffsets({
    consumerGroupId: groupId,
    topics: [{ topic, partitions: [{ partition: 0, offset: String(offset) }] }],
  });
  await transaction[end]();
}

// The first producer is fenced by the second one with its transactional id.
async function fenced(first) {
  const transaction = await first.transaction();
  await transaction.send({ topic, messages: [{ value: 'of a zombie' }] });
  const second = transactional();
  await second.connect();
  await inTransaction(second, ['js-3'], 4, 'commit');
  try {
    await transaction.commit();
    return null;
  } catch (failure) {
    return failure.type || failure.name;
  } finally {
    await second.disconnect();
  }
}

async function read(readUncommitted, wanted) {
  const consumer = kafka.consumer({ groupId: `${groupId}-${readUncommitted}`, readUncommitted, maxWaitTimeInMs: 200 });
  const values = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`got only ${values}`)), 30000);
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const eachMessage = async ({ message }) => {
      values.push(message.value.toString());
      if (values[values.length - 1] === wanted) {
        clearTimeout(timer);
        resolve();
      }
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return values;
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  const producer = transactional();
  await producer.connect();
  await inTransaction(producer, ['js-0', 'js-1'], 1, 'commit');
  await inTransaction(producer, ['given up'], 99, 'abort');
  await inTransaction(producer, ['js-2'], 2, 'commit');
  const offsets = await admin.fetchOffsets({ groupId, topics: [topic] });
  const found = {
    offset: Number(offsets[0].partitions[0].offset),
    fenced: await fenced(producer),
    committed: await read(false, 'js-3'),
    everything: await read(true, 'js-3'),
  };
  await producer.disconnect().catch(() => {});
  await admin.disconnect();
  console.log(JSON.stringify(found));
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
