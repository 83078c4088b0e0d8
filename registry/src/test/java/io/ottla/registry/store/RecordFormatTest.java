package io.ottla.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.state.CompatibilityLevel;
import io.ottla.registry.state.Config;
import io.ottla.registry.state.LogEntry;
import io.ottla.registry.state.Mode;
import io.ottla.registry.state.SchemaContent;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import io.ottla.registry.state.VersionKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {
    private static final SubjectName SUBJECT = SubjectName.of(":.c:s");

    static Stream<LogEntry> entries() {
        SchemaContent plain = SchemaContent.of(SchemaType.AVRO, "\"string\"");
        SchemaContent rich = new SchemaContent(
                SchemaType.PROTOBUF,
                "syntax = \"proto3\";\n",
                List.of(new Reference("x.proto", "x", 2)),
                JsonText.parse("{\"properties\":{\"a\":\"b\"}}"),
                JsonText.parse("{\"domainRules\":[]}"));
        return Stream.of(
                new LogEntry.SchemaPut(new SchemaVersion(SUBJECT, 1, 7, plain, false, 12)),
                new LogEntry.SchemaPut(new SchemaVersion(SubjectName.of("s"), 2, 8, rich, true, 12)),
                new LogEntry.SchemaRemoved(new VersionKey(SUBJECT, 3)),
                new LogEntry.SubjectDeleted(SUBJECT, 3),
                new LogEntry.SubjectCleared(SUBJECT),
                new LogEntry.ConfigPut(SubjectName.GLOBAL, Config.none().with(CompatibilityLevel.FULL)),
                new LogEntry.ConfigPut(SUBJECT.ofContext(), Config.of(JsonText.parse("{\"normalize\":true}"))),
                new LogEntry.ConfigRemoved(SUBJECT),
                new LogEntry.ModePut(SUBJECT, Mode.IMPORT),
                new LogEntry.ModeRemoved(SubjectName.GLOBAL),
                new LogEntry.ContextPut(".c"),
                new LogEntry.ContextRemoved(".c"),
                new LogEntry.IdsUsed(Map.of(".", 5, ".c", 1)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsWhatItWrites(LogEntry entry) {
        RecordFormat.Encoded record = RecordFormat.encode(entry);
        assertThat(RecordFormat.decode(record.key(), record.value(), 12)).contains(entry);
    }

    @Test
    void readsWhatOtherRegistriesWrite() {
        assertThat(RecordFormat.decode(
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                        "{\"subject\":\"s\",\"version\":1,\"id\":4,\"md5\":\"x\",\"schema\":\"\\\"int\\\"\",\"deleted\":false}",
                        3))
                .contains(new LogEntry.SchemaPut(new SchemaVersion(
                        SubjectName.of("s"), 1, 4, SchemaContent.of(SchemaType.AVRO, "\"int\""), false, 3)));
        assertThat(RecordFormat.decode("{\"keytype\":\"NOOP\",\"magic\":0}", null, 3))
                .isEmpty();
        assertThat(RecordFormat.decode("{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}", null, 3))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "42", "{\"keytype\":\"OTHER\"}", "{\"keytype\":\"SCHEMA\",\"subject\":\"s\"}"})
    void refusesWhatIsNoRecord(String key) {
        assertThatThrownBy(() -> RecordFormat.decode(key, "{}", 3)).isInstanceOf(InvalidSchema.class);
    }
}
