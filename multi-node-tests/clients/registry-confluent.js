// What an application with @confluentinc/schemaregistry does in its life. Arguments: the registry's URL and a topic.
// Prints what it found as one JSON object; the caller judges it.
'use strict';

const { create, createFileRegistry, createRegistry } = require('@bufbuild/protobuf');
const { FileDescriptorProtoSchema, file_google_protobuf_timestamp } = require('@bufbuild/protobuf/wkt');
const {
  AvroDeserializer, AvroSerializer, Compatibility, HeaderSchemaIdSerializer, JsonDeserializer, JsonSerializer,
  ProtobufDeserializer, ProtobufSerializer, SchemaRegistryClient, SerdeType,
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

// The schema's guid goes with the record, in a header.
async function header() {
  const other = `${topic}-header`;
  await client.register(`${other}-value`, record({ name: 'id', type: 'int' }));
  const serializer = new AvroSerializer(
    client, SerdeType.VALUE, { useLatestVersion: true, schemaIdSerializer: HeaderSchemaIdSerializer });
  const headers = {};
  const bytes = await serializer.serialize(other, { id: 42 }, headers);
  const deserializer = new AvroDeserializer(fresh(), SerdeType.VALUE, {});
  return {
    magic: headers.__value_schema_id[0],
    length: bytes.length,
    decoded: await deserializer.deserialize(other, bytes, headers),
  };
}

// A file that imports one of Protobuf's own.
async function protobuf() {
  const STRING = 9, MESSAGE = 11, OPTIONAL = 1;
  const file = create(FileDescriptorProtoSchema, {
    name: 'person.proto', package: 'people', syntax: 'proto3', dependency: ['google/protobuf/timestamp.proto'],
    messageType: [{
      name: 'Person',
      field: [
        { name: 'name', number: 1, type: STRING, label: OPTIONAL, jsonName: 'name' },
        { name: 'born', number: 2, type: MESSAGE, typeName: '.google.protobuf.Timestamp', label: OPTIONAL, jsonName: 'born' },
      ],
    }],
  });
  const files = createFileRegistry(file, (name) =>
    (name === 'google/protobuf/timestamp.proto' ? file_google_protobuf_timestamp : undefined));
  const person = files.getMessage('people.Person');
  const other = `${topic}-protobuf`;
  const serializer = new ProtobufSerializer(
    client, SerdeType.VALUE, { autoRegisterSchemas: true, registry: createRegistry(person) });
  const bytes = await serializer.serialize(other, create(person, { name: 'Ada', born: { seconds: 7n } }));
  const found = await fresh().getLatestSchemaMetadata(`${other}-value`, 'serialized');
  const decoded = await new ProtobufDeserializer(fresh(), SerdeType.VALUE, {}).deserialize(other, bytes);
  return { magic: bytes[0], type: found.schemaType, name: decoded.name, born: Number(decoded.born.seconds) };
}

// What a client may say besides the schema goes round, and finds it.
async function contract() {
  const subject = `${topic}-contract`;
  const metadata = { tags: { '**.ssn': ['PII'] }, properties: { major: '1', owner: 'me' }, sensitive: ['owner'] };
  const rule = {
    name: 'short', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr: 'size(message) < 9', params: { a: 'b' }, disabled: false,
  };
  const full = await client.registerFullResponse(
    subject, { schemaType: 'AVRO', schema: '"string"', metadata, ruleSet: { domainRules: [rule] } });
  await client.register(subject, { schemaType: 'AVRO', schema: '["string", "null"]', metadata: { properties: { major: '2' } } });
  const found = await fresh().getLatestWithMetadata(subject, { major: '1' });
  const byGuid = await fresh().getByGuid(full.guid);
  await client.updateConfig(subject, { compatibility: 'NONE', compatibilityGroup: 'major' });
  return {
    metadata: JSON.stringify(full.metadata) === JSON.stringify(metadata),
    rule: JSON.stringify(full.ruleSet.domainRules[0]) === JSON.stringify(rule),
    found: found.version,
    byGuid: byGuid.schema,
    config: await client.getConfig(subject),
    unknown: await client.getId('nobody', { schemaType: 'AVRO', schema: '"int"' }).catch((error) => [error.status, error.errorCode]),
  };
}

async function deletion() {
  const other = `${topic}-gone`;
  await client.register(other, { schemaType: 'AVRO', schema: '"string"' });
  return { soft: await client.deleteSubject(other, false), hard: await client.deleteSubject(other, true) };
}

(async () => {
  console.log(JSON.stringify({
    administration: await administration(), avro: await avro(), json: await json(), header: await header(),
    protobuf: await protobuf(), contract: await contract(), deletion: await deletion(),
  }));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
