package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.format.SchemaFormats;
import io.ottla.http.rest.schema.DataCodec.UnfitData;
import io.ottla.registry.Outcome;
import io.ottla.registry.SchemaRegistry;
import io.ottla.registry.state.Lookups;
import io.ottla.registry.state.Refused;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Keys and values by the schemas of the node's registry, in the wire format that serializers of Kafka clients use: a zero, the
 * schema's id, the data. What an id means never changes and is remembered. Thread-safe; the methods wait for the registry.
 */
public final class RegistryFormats implements SchemaFormats {
    private static final int UNDECODABLE = 40801;
    private static final int INVALID_SCHEMA = 42205;
    private static final int SERIALIZATION = 42207;
    private static final int UNAVAILABLE = 50002;
    private static final int REGISTRYS_INVALID_SCHEMA = 42201;
    private static final long PATIENCE_SECONDS = 30;
    private static final int PREFIX_BYTES = 5;

    private final SchemaRegistry registry;
    private final SchemaChoice choice;
    private final Codecs codecs;

    /** Formats by the schemas of this registry. */
    public RegistryFormats(SchemaRegistry registry) {
        this.registry = registry;
        this.codecs = new Codecs(registry);
        this.choice = new SchemaChoice(registry, codecs);
    }

    @Override
    public Encoded encode(Field field, JsonNode data) {
        SchemaVersion schema = choice.of(field);
        byte[] bytes;
        try {
            bytes = codecs.of(schema).encode(data);
        } catch (UnfitData unfit) {
            throw Refusal.of(400, String.valueOf(unfit.getMessage()));
        }
        byte[] framed = ByteBuffer.allocate(PREFIX_BYTES + bytes.length)
                .put((byte) 0)
                .putInt(schema.id())
                .put(bytes)
                .array();
        return new Encoded(
                framed,
                SchemaNames.format(schema.content().type()),
                schema.subject().qualified(),
                schema.id(),
                schema.version());
    }

    @Override
    public JsonNode decode(String type, Written written) {
        ByteBuffer framed = written.framed();
        SchemaVersion schema = named(framed);
        if (!SchemaNames.format(schema.content().type()).equals(type)) {
            throw undecodable("its schema is of another kind, "
                    + SchemaNames.format(schema.content().type()));
        }
        try {
            return codecs.of(schema).decode(framed.slice());
        } catch (UnfitData unfit) {
            throw undecodable(String.valueOf(unfit.getMessage()));
        }
    }

    /** The schema whose name stands in front: a zero and its id, or a one and its guid. */
    private SchemaVersion named(ByteBuffer framed) {
        try {
            byte kind = framed.get();
            if (kind == 0) {
                int id = framed.getInt();
                return find(registry, SubjectName.GLOBAL, id)
                        .orElseThrow(() -> undecodable("there is no schema " + id));
            }
            if (kind == 1) {
                UUID guid = new UUID(framed.getLong(), framed.getLong());
                return Lookups.byGuid(registry.seen(), guid)
                        .or(() -> ask(registry, image -> Lookups.byGuid(image, guid)))
                        .orElseThrow(() -> undecodable("there is no schema " + guid));
            }
        } catch (BufferUnderflowException tooShort) {
            throw undecodable("it is too short to name a schema");
        }
        throw undecodable("it does not begin with the id of a schema");
    }

    /** A schema by its id: from what is known, else from the newest state. */
    static Optional<SchemaVersion> find(SchemaRegistry registry, SubjectName asked, int id) {
        Optional<SchemaVersion> seen = Lookups.byId(registry.seen(), asked, id);
        return seen.isPresent() ? seen : ask(registry, image -> Lookups.byId(image, asked, id));
    }

    /** What a question about the newest state is answered with. */
    static <T> T ask(SchemaRegistry registry, Function<RegistryImage, T> question) {
        return await(registry.read(question));
    }

    /** Waits for the registry; fails with a refusal that tells what it refused. */
    static <T> T await(CompletionStage<Outcome<T>> asked) {
        Outcome<T> outcome;
        try {
            outcome = asked.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.coded(UNAVAILABLE, "The node is being stopped");
        } catch (ExecutionException | TimeoutException e) {
            throw Refusal.coded(UNAVAILABLE, "The schema registry does not answer: " + e.getMessage());
        }
        if (outcome instanceof Outcome.Rejected<T> rejected) {
            int code = rejected.refusal().code();
            throw Refusal.coded(
                    code == REGISTRYS_INVALID_SCHEMA ? INVALID_SCHEMA : SERIALIZATION,
                    rejected.refusal().message());
        }
        return ((Outcome.Done<T>) outcome).answer();
    }

    /** There is no such schema. */
    static Refusal unknown(int id) {
        return Refusal.coded(SERIALIZATION, Refused.schemaNotFound(id).refusal().message());
    }

    /** The schema is not of the kind that the client says its data is. */
    static Refusal otherKind(String asked, String found) {
        return Refusal.coded(SERIALIZATION, "The data is to be " + asked + ", but its schema is of the kind " + found);
    }

    private static Refusal undecodable(String why) {
        return Refusal.coded(408, UNDECODABLE, "Error reading message: " + why);
    }
}
