package io.ottla.serdes.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ottla.serdes.SerdeSettings;

/** How objects become JSON and JSON becomes objects. */
final class JsonMapper {
    private JsonMapper() {}

    static ObjectMapper of(SerdeSettings settings) {
        return new ObjectMapper()
                .registerModule(new Jdk8Module())
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .configure(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        settings.getBoolean(SerdeSettings.JSON_FAIL_UNKNOWN));
    }
}
