package io.ottla.registry.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.SchemaType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    private final Model model = new Model();

    @Test
    void theSameSchemaAgainIsTheSameVersion() {
        SchemaVersion first = model.register("s", Model.record("a"));
        assertThat(model.register("s", " " + Model.record("a").replace(",", " , ")))
                .isEqualTo(first);
        assertThat(model.log).hasSize(1);
    }

    @Test
    void theSameSchemaElsewhereHasTheSameId() {
        int id = model.register("s", Model.record("a")).id();
        assertThat(model.register("t", Model.record("a")).id()).isEqualTo(id);
        assertThat(model.register("t", Model.record("a", "b!")).id()).isEqualTo(id + 1);
        assertThat(model.register(":.c:s", Model.record("z")).id())
                .as("another context")
                .isEqualTo(1);
    }

    @Test
    void idsAreNotUsedAgainWhenTheirSchemaIsGone() {
        int id = model.register("s", Model.record("a")).id();
        model.delete("s", false);
        model.delete("s", true);
        assertThat(model.register("s", Model.record("a")).id()).isGreaterThan(id);
    }

    @Test
    void aDeletedSchemaComesBackWithItsIdAsTheNextVersion() {
        SchemaVersion first = model.register("s", Model.record("a"));
        model.delete("s", "1", false);
        SchemaVersion again = model.register("s", Model.record("a"));
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.version()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}: {1} then {2}")
    @CsvSource({
        "BACKWARD,            a b, a,    true",
        "BACKWARD,            a,   a b,  false",
        "FORWARD,             a b, a,    false",
        "FORWARD,             a,   a b,  true",
        "FULL,                a,   a b,  false",
        "FULL,                a,   a b!, true",
        "NONE,                a,   b,    true",
    })
    void comparesAsTheLevelAsks(CompatibilityLevel level, String before, String after, boolean allowed) {
        model.level("", level);
        model.register("s", Model.record(before.split(" ")));
        check(() -> model.register("s", Model.record(after.split(" "))), allowed ? 0 : 40901);
    }

    @ParameterizedTest
    @CsvSource({"BACKWARD, true", "BACKWARD_TRANSITIVE, false", "FULL, true", "FULL_TRANSITIVE, false"})
    void transitiveLevelsCompareWithAll(CompatibilityLevel level, boolean allowed) {
        model.level("", CompatibilityLevel.NONE);
        model.register("s", Model.record("a"));
        model.register("s", Model.record("a", "b"));
        model.level("s", level);
        check(() -> model.register("s", Model.record("a", "b", "c!")), allowed ? 0 : 40901);
    }

    @Test
    void forwardTransitiveComparesWithAll() {
        model.level("", CompatibilityLevel.NONE);
        model.register("s", Model.record("a", "b"));
        model.register("s", Model.record("a"));
        model.level("s", CompatibilityLevel.FORWARD);
        assertThat(model.registration.problems(model.image, SubjectName.of("s"), avro("a", "c"), false))
                .isEmpty();
        model.level("s", CompatibilityLevel.FORWARD_TRANSITIVE);
        check(() -> model.register("s", Model.record("a", "c")), 40901);
    }

    @Test
    void deletedVersionsAreNotCompared() {
        model.register("s", Model.record("a"));
        model.delete("s", "1", false);
        assertThat(model.register("s", Model.record("b")).version()).isEqualTo(2);
    }

    @Test
    void refusalsSayWhatIsWrongAndWithWhichVersion() {
        model.register("s", Model.record("a"));
        assertThatThrownBy(() -> model.register("s", Model.record("a", "b")))
                .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE")
                .hasMessageContaining("/fields/1")
                .hasMessageContaining("{oldSchemaVersion: 1}")
                .hasMessageContaining("BACKWARD");
    }

    @Test
    void anotherTypeIsIncompatibleUnlessNothingIsCompared() {
        model.register("s", "\"string\"");
        SchemaContent json = SchemaContent.of(SchemaType.JSON, "{\"type\":\"string\"}");
        check(() -> model.register("s", json), 40901);
        model.level("s", CompatibilityLevel.NONE);
        assertThat(model.register("s", json).version()).isEqualTo(2);
    }

    @Test
    void schemasOfDifferentGroupsAreNotCompared() {
        model.apply(Settings.putConfig(
                model.image, SubjectName.of("s"), JsonText.parse("{\"compatibilityGroup\":\"major\"}")));
        model.register("s", withMetadata(Model.record("a"), "{\"properties\":{\"major\":\"1\"}}"));
        model.register("s", withMetadata(Model.record("x"), "{\"properties\":{\"major\":\"2\"}}"));
        check(() -> model.register("s", withMetadata(Model.record("y"), "{\"properties\":{\"major\":\"2\"}}")), 40901);
    }

    @Test
    void referencesAreResolvedAndKept() {
        model.register("inner", "{\"type\":\"record\",\"name\":\"x.Inner\",\"fields\":[]}");
        String outer = "{\"type\":\"record\",\"name\":\"Outer\",\"fields\":[{\"name\":\"i\",\"type\":\"x.Inner\"}]}";
        SchemaVersion registered =
                model.register("outer", Model.referring(outer, new Reference("x.Inner", "inner", -1)));
        assertThat(registered.content().references()).containsExactly(new Reference("x.Inner", "inner", 1));
        check(() -> model.register("other", Model.referring(outer, new Reference("x.Inner", "inner", 7))), 42201);
        check(() -> model.register("other", Model.referring(outer)), 42201);
        check(() -> model.delete("inner", false), 42206);
        check(() -> model.delete("inner", "1", false), 42206);
        model.delete("outer", false);
        assertThat(model.delete("inner", false)).containsExactly(1);
    }

    @Test
    void anEmptyTextChangesTheMetadataOfTheLatest() {
        model.register("s", Model.record("a"));
        SchemaVersion changed = model.register("s", withMetadata("", "{\"properties\":{\"p\":\"v\"}}"));
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.content().text()).isEqualTo(Model.record("a"));
        assertThat(changed.content().property("p")).contains("v");
    }

    @Test
    void metadataOfTheConfigurationIsMerged() {
        model.apply(Settings.putConfig(model.image, SubjectName.of("s"), JsonText.parse("""
                {"defaultMetadata": {"properties": {"a": "1", "b": "1"}}, "overrideMetadata": {"properties": {"c": "3"}}}
                """)));
        SchemaVersion registered =
                model.register("s", withMetadata(Model.record("a"), "{\"properties\":{\"b\":\"2\",\"c\":\"2\"}}"));
        assertThat(registered.content().metadata())
                .isEqualTo(JsonText.parse("{\"properties\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}}"));
    }

    @Test
    void importedSchemasHaveTheirIds() {
        check(() -> model.importSchema("s", Model.record("a"), 100, 3), 42205);
        model.mode("", "import", false);
        assertThat(model.importSchema("s", Model.record("a"), 100, 3).version()).isEqualTo(3);
        check(() -> model.importSchema("t", Model.record("b"), 100, 1), 42205);
        check(() -> model.register("t", Model.record("b")), 42205);
        assertThat(model.importSchema("t", Model.record("a"), 100, 1).id()).isEqualTo(100);
        model.mode("", "READWRITE", false);
        assertThat(model.register("t", Model.record("a", "c!")).id()).isEqualTo(101);
    }

    @Test
    void importNeedsAnEmptyRegistryOrForce() {
        model.register("s", Model.record("a"));
        check(() -> model.mode("", "IMPORT", false), 42205);
        check(() -> model.mode("s", "IMPORT", false), 42205);
        model.mode("other", "IMPORT", false);
        model.mode("", "IMPORT", true);
    }

    @Test
    void readOnlyAllowsWhatIsThereAndNothingElse() {
        SchemaVersion there = model.register("s", Model.record("a"));
        model.mode("s", "READONLY", false);
        assertThat(model.register("s", Model.record("a"))).isEqualTo(there);
        check(() -> model.register("s", Model.record("a", "b!")), 42205);
        check(() -> model.delete("s", false), 42205);
        check(() -> model.delete("s", "1", false), 42205);
        model.register("t", Model.record("a", "b!"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "__GLOBAL", "__EMPTY", ":.ctx:"})
    void refusesNamesThatMeanSomethingElse(String subject) {
        check(() -> model.register(subject, Model.record("a")), 42208);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"domainRules\":[{\"name\":\"\"}]}",
                "{\"domainRules\":[{\"name\":\"a\"},{\"name\":\"a\"}]}",
                "{\"domainRules\":[{\"name\":\"a\",\"kind\":\"WISH\"}]}",
                "{\"migrationRules\":[{\"name\":\"a\",\"mode\":\"READ\"}]}",
                "{\"domainRules\":{}}"
            })
    void refusesRulesThatNoClientUnderstands(String ruleSet) {
        SchemaContent content =
                new SchemaContent(SchemaType.AVRO, Model.record("a"), List.of(), null, JsonText.parse(ruleSet));
        check(() -> model.register("s", content), 42210);
    }

    @Test
    void normalizesWhenConfigured() {
        model.apply(Settings.putConfig(model.image, SubjectName.GLOBAL, JsonText.parse("{\"normalize\":true}")));
        SchemaVersion one =
                model.register("s", SchemaContent.of(SchemaType.JSON, "{\"type\":\"object\",\"title\":\"t\"}"));
        assertThat(model.register("s", SchemaContent.of(SchemaType.JSON, "{\"title\":\"t\",\"type\":\"object\"}")))
                .isEqualTo(one);
    }

    private static SchemaContent avro(String... fields) {
        return SchemaContent.of(SchemaType.AVRO, Model.record(fields));
    }

    private static SchemaContent withMetadata(String text, String metadata) {
        JsonNode parsed = JsonText.parse(metadata);
        return new SchemaContent(SchemaType.AVRO, text, List.of(), parsed, null);
    }

    /** Runs it and compares the code with which it is refused; 0 is none. */
    static void check(ThrowingCallable call, int code) {
        if (code == 0) {
            assertThatCode(call).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo(code));
        }
    }
}
