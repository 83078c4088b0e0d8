package io.ottla.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A small JSON document as the body of an answer, written field by field: no object mapper is loaded for it. */
public final class JsonBody {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonBody() {}

    /** Writes the fields of one JSON object. */
    @FunctionalInterface
    public interface Fields {
        /** Called with the object already open; leaves it open. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The object with these fields, as {@code application/json}. */
    public static HttpEntity.Strict object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON could not be written to memory", e);
        }
        return HttpEntities.create(ContentTypes.APPLICATION_JSON, text.toString());
    }
}
