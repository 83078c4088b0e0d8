package io.ottla.registry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.ParsedSchema;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An independent validator judges the rules: what they call readable, it must accept. */
class JsonSchemaProperties {
    private static final int PAIRS = 1_500;
    private static final int DOCUMENTS = 60;

    private final JsonSchemaLanguage json = new JsonSchemaLanguage();
    private final SchemaRegistry validators = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void aReaderAcceptsAllThatItsWriterDid(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int readable = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            JsonNode writer = schema(random, 2);
            JsonNode reader = random.nextInt(3) == 0 ? schema(random, 2) : changed(random, writer);
            if (parse(reader).whyItCannotRead(parse(writer)).isEmpty()) {
                readable++;
                check(seed, random, writer, reader);
            }
        }
        assertThat(readable).as("seed %d: pairs that say something", seed).isGreaterThan(PAIRS / 10);
    }

    private void check(long seed, RandomGenerator random, JsonNode writer, JsonNode reader) {
        Schema writing = validators.getSchema(writer.toString());
        Schema reading = validators.getSchema(reader.toString());
        for (int count = 0; count < DOCUMENTS; count++) {
            String document = document(random, 2).toString();
            if (writing.validate(document, InputFormat.JSON).isEmpty()) {
                assertThat(reading.validate(document, InputFormat.JSON))
                        .as("seed %d: %s, written with %s, read with %s", seed, document, writer, reader)
                        .isEmpty();
            }
        }
    }

    private ParsedSchema parse(JsonNode schema) {
        return json.parse(schema.toString(), List.of(), true);
    }

    private static JsonNode schema(RandomGenerator random, int depth) {
        ObjectNode schema = JsonText.object();
        int kind = random.nextInt(depth > 0 ? 7 : 4);
        switch (kind) {
            case 0 -> number(random, schema);
            case 1 ->
                schema.put("type", "string").put(random.nextBoolean() ? "maxLength" : "minLength", random.nextInt(3));
            case 2 -> values(random, schema.putArray("enum"));
            case 3 -> {
                ArrayNode types = schema.putArray("type");
                types.add("null").add(random.nextBoolean() ? "integer" : "string");
            }
            case 4 -> object(random, schema, depth);
            case 5 -> {
                schema.put("type", "array").set("items", schema(random, depth - 1));
                schema.put("minItems", random.nextInt(2));
            }
            default -> {
                ArrayNode branches = schema.putArray(random.nextBoolean() ? "anyOf" : "allOf");
                branches.add(schema(random, depth - 1)).add(schema(random, depth - 1));
            }
        }
        return schema;
    }

    private static void number(RandomGenerator random, ObjectNode schema) {
        schema.put("type", random.nextBoolean() ? "integer" : "number");
        schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", random.nextInt(3));
        if (random.nextBoolean()) {
            schema.put("maximum", random.nextInt(5));
        }
    }

    private static void values(RandomGenerator random, ArrayNode values) {
        for (int count = 0; count <= random.nextInt(3); count++) {
            values.add(document(random, 0));
        }
    }

    private static void object(RandomGenerator random, ObjectNode schema, int depth) {
        schema.put("type", "object");
        for (String name : new String[] {"a", "b", "c"}) {
            if (random.nextBoolean()) {
                schema.withObject("/properties").set(name, schema(random, depth - 1));
            }
            if (random.nextInt(4) == 0) {
                schema.withArray("/required").add(name);
            }
        }
        if (random.nextBoolean()) {
            schema.put("additionalProperties", random.nextBoolean());
        }
    }

    /** The same with one keyword taken away or another put in its place, somewhere. */
    private static JsonNode changed(RandomGenerator random, JsonNode schema) {
        ObjectNode result = schema.deepCopy();
        if (result.has("properties") && random.nextBoolean()) {
            ObjectNode properties = (ObjectNode) result.get("properties");
            String name = properties.fieldNames().next();
            properties.set(name, changed(random, properties.get(name)));
            return result;
        }
        ObjectNode other = (ObjectNode) schema(random, 1);
        String keyword = result.fieldNames().next();
        if (random.nextBoolean() && result.size() > 1) {
            result.remove(keyword);
        } else if (other.has(keyword)) {
            result.set(keyword, other.get(keyword));
        }
        return result;
    }

    private static JsonNode document(RandomGenerator random, int depth) {
        int kind = random.nextInt(depth > 0 ? 6 : 4);
        ArrayNode holder = JsonText.array();
        switch (kind) {
            case 0 -> holder.add(random.nextInt(5));
            case 1 -> holder.add(random.nextInt(9) / 2.0);
            case 2 -> holder.add("xyz".substring(0, random.nextInt(4)));
            case 3 -> holder.addNull();
            case 4 -> {
                ArrayNode list = holder.addArray();
                for (int count = random.nextInt(3); count > 0; count--) {
                    list.add(document(random, depth - 1));
                }
            }
            default -> {
                ObjectNode object = holder.addObject();
                for (String name : new String[] {"a", "b", "c", "d"}) {
                    if (random.nextBoolean()) {
                        object.set(name, document(random, depth - 1));
                    }
                }
            }
        }
        return holder.get(0);
    }
}
