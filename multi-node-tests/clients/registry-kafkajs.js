// What an application with @kafkajs/confluent-schema-registry does in its life. Arguments: the registry's URL and a namespace.
// Prints what it found as one JSON object; the caller judges it.
'use strict';

const { SchemaRegistry, SchemaType, COMPATIBILITY } = require('@kafkajs/confluent-schema-registry');

const [host, namespace] = process.argv.slice(2);
const registry = new SchemaRegistry({ host });

async function avro() {
  const schema = { type: 'record', name: 'Order', namespace, fields: [{ name: 'id', type: 'int' }] };
  const { id } = await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(schema) });
  const again = await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(schema) });
  schema.fields.push({ name: 'note', type: 'string', default: '' });
  const second = await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(schema) });
  const bytes = await registry.encode(id, { id: 42 });
  const subject = `${namespace}.Order`;
  return {
    id,
    again: again.id,
    magic: bytes[0],
    idInBytes: bytes.readInt32BE(1),
    decoded: await registry.decode(bytes),
    latest: (await registry.getLatestSchemaId(subject)) === second.id,
    first: (await registry.getRegistryId(subject, 1)) === id,
    found: (await registry.getRegistryIdBySchema(subject, { type: SchemaType.AVRO, schema: JSON.stringify(schema) })) === second.id,
  };
}

async function refused() {
  const schema = { type: 'record', name: 'Order', namespace, fields: [{ name: 'must', type: 'int' }] };
  try {
    await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(schema) });
    return null;
  } catch (error) {
    return { status: error.status, message: error.message };
  }
}

async function withSubject(type, schema, payload) {
  const subject = `${namespace}-${type}`;
  const { id } = await registry.register({ type, schema }, { subject, compatibility: COMPATIBILITY.FULL });
  // A client of its own has nothing in its cache.
  const decoded = await new SchemaRegistry({ host }).decode(await registry.encode(id, payload));
  return JSON.parse(JSON.stringify(decoded));
}

(async () => {
  const found = {
    avro: await avro(),
    refused: await refused(),
    json: await withSubject(
      SchemaType.JSON,
      JSON.stringify({ type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }),
      { name: 'Ada' }),
    protobuf: await withSubject(
      SchemaType.PROTOBUF,
      `syntax = "proto3"; package ${namespace}; message Person { string name = 1; }`,
      { name: 'Ada' }),
  };
  console.log(JSON.stringify(found));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
