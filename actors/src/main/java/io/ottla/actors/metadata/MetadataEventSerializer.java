package io.ottla.actors.metadata;

import akka.serialization.JSerializer;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.actors.remote.Cbor;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Stores {@link MetadataEvent}s as CBOR; the event's name is in the data, so an unknown one is refused by name. */
public final class MetadataEventSerializer extends JSerializer {
    /** Akka's number for this serializer; never given to another. */
    private static final int IDENTIFIER = 740_001;

    private final ObjectMapper mapper = Cbor.mapper();

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public boolean includeManifest() {
        return false;
    }

    @Override
    public byte[] toBinary(Object event) {
        try {
            return mapper.writerFor(MetadataEvent.class).writeValueAsBytes(event);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("cannot store " + event, e);
        }
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
        try {
            return mapper.readValue(bytes, MetadataEvent.class);
        } catch (IOException e) {
            throw new UncheckedIOException("an event in the journal cannot be read", e);
        }
    }
}
