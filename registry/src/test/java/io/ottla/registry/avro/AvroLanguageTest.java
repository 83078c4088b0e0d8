package io.ottla.registry.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.registry.Verdicts;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.NamedSchema;
import io.ottla.registry.schema.ParsedSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroLanguageTest {
    private final AvroLanguage avro = new AvroLanguage();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        add field with default          | {"name":"a","type":"int"}  | {"name":"a","type":"int"},{"name":"b","type":"int","default":0} | true  | true
        add field, no default           | {"name":"a","type":"int"}  | {"name":"a","type":"int"},{"name":"b","type":"int"}             | false | true
        remove field, no default        | {"name":"a","type":"int"},{"name":"b","type":"int"} | {"name":"a","type":"int"}              | true  | false
        int to long                     | {"name":"a","type":"int"}  | {"name":"a","type":"long"}                                      | true  | false
        long to int                     | {"name":"a","type":"long"} | {"name":"a","type":"int"}                                       | false | true
        string to bytes                 | {"name":"a","type":"string"} | {"name":"a","type":"bytes"}                                   | true  | true
        type to union with null         | {"name":"a","type":"int"}  | {"name":"a","type":["null","int"]}                              | true  | false
        enum gets symbol                | {"name":"a","type":{"type":"enum","name":"E","symbols":["X"]}} | {"name":"a","type":{"type":"enum","name":"E","symbols":["X","Y"]}} | true | false
        enum with default loses symbol  | {"name":"a","type":{"type":"enum","name":"E","symbols":["X","Y"],"default":"X"}} | {"name":"a","type":{"type":"enum","name":"E","symbols":["X"],"default":"X"}} | true | true
        field renamed with alias        | {"name":"a","type":"int"}  | {"name":"b","type":"int","aliases":["a"]}                       | true  | false
        type changed                    | {"name":"a","type":"int"}  | {"name":"a","type":"string"}                                    | false | false
        """)
    void judgesAsMeasured(String change, String oldFields, String newFields, boolean backward, boolean forward) {
        Verdicts.check(avro, record("R", oldFields), record("R", newFields), backward, forward);
    }

    @Test
    void aRecordOfAnotherNameIsAnother() {
        Verdicts.check(
                avro,
                record("R", "{\"name\":\"a\",\"type\":\"int\"}"),
                record("S", "{\"name\":\"a\",\"type\":\"int\"}"),
                false,
                false);
    }

    @Test
    void problemsNameThePlace() {
        String two = record("R", "{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\"}");
        assertThat(Verdicts.problems(avro, two, record("R", "{\"name\":\"a\",\"type\":\"int\"}")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo("READER_FIELD_MISSING_DEFAULT_VALUE");
                    assertThat(problem.path()).isEqualTo("/fields/1");
                    assertThat(problem.description()).contains("/fields/1").contains("b");
                });
    }

    @Test
    void layoutAndOrderOfMembersAreLevelled() {
        String spread =
                "{ \"name\": \"R\", \"fields\": [ {\"type\": \"int\", \"name\": \"a\"} ], \"type\": \"record\" }";
        assertThat(avro.parse(spread, List.of(), true).canonicalText())
                .isEqualTo(record("R", "{\"name\":\"a\",\"type\":\"int\"}"));
    }

    @Test
    void normalizingLevelsFreeProperties() {
        String one = "{\"type\":\"string\",\"x\":1,\"b\":2}";
        String other = "{\"b\":2,\"type\":\"string\",\"x\":1}";
        assertThat(avro.parse(one, List.of(), true).normalizedText())
                .isEqualTo(avro.parse(other, List.of(), true).normalizedText());
    }

    @Test
    void referencedTypesStayNames() {
        List<NamedSchema> references = List.of(new NamedSchema(
                "x.Inner", "{\"type\":\"record\",\"name\":\"Inner\",\"namespace\":\"x\",\"fields\":[]}"));
        ParsedSchema outer = avro.parse(record("Outer", "{\"name\":\"i\",\"type\":\"x.Inner\"}"), references, true);
        assertThat(outer.canonicalText()).isEqualTo(record("Outer", "{\"name\":\"i\",\"type\":\"x.Inner\"}"));
        assertThat(outer.formatted("resolved")).contains("\"name\":\"Inner\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"type\":\"strin\"}",
                "{\"type\":\"record\",\"name\":\"R\"}",
                "{\"type\":\"record\",\"name\":\"a b\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"Unknown\"}]}",
                "[[\"int\"]]",
                "null",
                "42"
            })
    void refusesWhatIsNoSchema(String text) {
        assertThatThrownBy(() -> avro.parse(text, List.of(), true)).isInstanceOf(InvalidSchema.class);
    }

    @Test
    void refusesWhatNestsTooDeep() {
        String deep = "{\"type\":\"array\",\"items\":".repeat(10_000) + "\"int\"" + "}".repeat(10_000);
        assertThatThrownBy(() -> avro.parse(deep, List.of(), true)).isInstanceOf(InvalidSchema.class);
    }

    private static String record(String name, String fields) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + fields + "]}";
    }
}
