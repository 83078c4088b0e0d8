// What an application with @confluentinc/schemaregistry does in its life. Arguments: the registry's URL and a topic.
// Prints what it found as one JSON object; the caller judges it.
'use strict';

const {
  AvroDeserializer, AvroSerializer, Compatibility, JsonDeserializer, JsonSerializer, SchemaRegistryClient, SerdeType,
} = require('@confluentinc/schemaregistry');

const [baseURL, topic] = process.argv.slice(2);
const subject = `${topic}-value`;
const fresh = () => new SchemaRegistryClient({ baseURLs: [baseURL] });
const client = fresh();

function record(...fields) {
  return { schemaType: 'AVRO', schema: JSON.stringify({ type: 'record', name: 'Order', fields }) };
}

async function administration() {
  const one = record({ name: 'id', type: 'int' });
  const two = record({ name: 'id', type: 'int' }, { name: 'note', type: 'string', default: '' });
  const id = await client.register(subject, one);
  const compatible = await client.testSubjectCompatibility(subject, two);
  await client.register(subject, two);
  const latest = await fresh().getLatestSchemaMetadata(subject);
  await client.updateCompatibility(subject, Compatibility.FULL);
  return {
    id,
    compatible,
    incompatible: await client.testSubjectCompatibility(subject, record({ name: 'must', type: 'int' })),
    latestVersion: latest.version,
    versions: await client.getAllVersions(subject),
    listed: (await client.getAllSubjects()).includes(subject),
    found: await fresh().getId(subject, one),
    version: await fresh().getVersion(subject, two),
    schema: JSON.parse((await fresh().getBySubjectAndId(subject, id)).schema).fields.length,
    level: await fresh().getCompatibility(subject),
  };
}

async function avro() {
  const serializer = new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true });
  const deserializer = new AvroDeserializer(fresh(), SerdeType.VALUE, {});
  const bytes = await serializer.serialize(topic, { id: 42, note: 'x' });
  return { magic: bytes[0], decoded: await deserializer.deserialize(topic, bytes) };
}

async function json() {
  const other = `${topic}-json`;
  const schema = JSON.stringify({ type: 'object', properties: { name: { type: 'string' } } });
  await client.register(`${other}-value`, { schemaType: 'JSON', schema });
  const serializer = new JsonSerializer(client, SerdeType.VALUE, { useLatestVersion: true, validate: true });
  const deserializer = new JsonDeserializer(fresh(), SerdeType.VALUE, {});
  return deserializer.deserialize(other, await serializer.serialize(other, { name: 'Ada' }));
}

async function deletion() {
  const other = `${topic}-gone`;
  await client.register(other, { schemaType: 'AVRO', schema: '"string"' });
  return { soft: await client.deleteSubject(other, false), hard: await client.deleteSubject(other, true) };
}

(async () => {
  console.log(JSON.stringify({
    administration: await administration(), avro: await avro(), json: await json(), deletion: await deletion(),
  }));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
