package io.ottla.actors.metadata;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.ottla.actors.remote.Cbor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The form in which events are sent from the controller to brokers: a CBOR list, in order. */
public final class MetadataEventsCodec {
    private static final TypeReference<List<MetadataEvent>> EVENTS = new TypeReference<>() {};
    private static final ObjectWriter WRITER = Cbor.compactMapper().writerFor(EVENTS);
    private static final ObjectReader READER = Cbor.compactMapper().readerFor(EVENTS);

    private MetadataEventsCodec() {}

    /** The bytes of these events. */
    public static byte[] encode(List<MetadataEvent> events) {
        try {
            return WRITER.writeValueAsBytes(events);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("these events cannot be sent: " + events, e);
        }
    }

    /** The events in these bytes. */
    public static List<MetadataEvent> decode(byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("events of the metadata cannot be read: " + e.getMessage(), e);
        }
    }
}
