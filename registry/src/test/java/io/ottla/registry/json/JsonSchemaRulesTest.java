package io.ottla.registry.json;

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

class JsonSchemaRulesTest {
    private final JsonSchemaLanguage json = new JsonSchemaLanguage();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        closed: add optional property    | {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false} | {"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"additionalProperties":false} | true | false
        closed: add required property    | {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false} | {"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["b"],"additionalProperties":false} | false | false
        open: add property               | {"type":"object","properties":{"a":{"type":"string"}}} | {"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}} | false | true
        integer to number                | {"type":"integer"} | {"type":"number"} | true | false
        property becomes required        | {"type":"object","properties":{"a":{"type":"string"}}} | {"type":"object","properties":{"a":{"type":"string"}},"required":["a"]} | false | true
        required with a default          | {"type":"object","properties":{"a":{"type":"string","default":"x"}}} | {"type":"object","properties":{"a":{"type":"string","default":"x"}},"required":["a"]} | true | true
        maxLength grows                  | {"type":"string","maxLength":1} | {"type":"string","maxLength":2} | true | false
        minimum added                    | {"type":"integer"} | {"type":"integer","minimum":1} | false | true
        minimum exclusive, draft 4       | {"type":"integer","minimum":1} | {"type":"integer","minimum":1,"exclusiveMinimum":true} | false | true
        maximum exclusive, draft 6       | {"type":"integer","maximum":1} | {"type":"integer","exclusiveMaximum":1} | false | true
        enum gets value                  | {"enum":["a"]} | {"enum":["a","b"]} | true | false
        const to enum                    | {"const":"a"} | {"enum":["a","b"]} | true | false
        type to type or null             | {"type":"string"} | {"type":["string","null"]} | true | false
        type or null to anyOf            | {"type":["string","null"]} | {"anyOf":[{"type":"string"},{"type":"null"}]} | true | true
        oneOf gets branch                | {"oneOf":[{"type":"string"},{"type":"integer"}]} | {"oneOf":[{"type":"integer"},{"type":"boolean"},{"type":"string"}]} | true | false
        allOf gets part                  | {"allOf":[{"minLength":1}]} | {"allOf":[{"minLength":1},{"maxLength":5}]} | false | true
        allOf is the sum of its parts    | {"type":"object","properties":{"a":{"type":"string"}},"required":["a"]} | {"allOf":[{"type":"object","required":["a"]},{"properties":{"a":{"type":"string"}}}]} | true | true
        not narrowed                     | {"not":{"type":"string"}} | {"not":{"type":["string","null"]}} | false | true
        multipleOf                       | {"type":"integer","multipleOf":4} | {"type":"integer","multipleOf":2} | true | false
        items                            | {"type":"array","items":{"type":"integer"}} | {"type":"array","items":{"type":"number"}} | true | false
        prefixItems                      | {"type":"array","prefixItems":[{"type":"integer"}],"items":false} | {"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":false} | true | false
        tuple of draft 4                 | {"type":"array","items":[{"type":"integer"}],"additionalItems":false} | {"type":"array","items":[{"type":"integer"},{"type":"string"}],"additionalItems":false} | true | false
        uniqueItems                      | {"type":"array"} | {"type":"array","uniqueItems":true} | false | true
        minProperties                    | {"type":"object","minProperties":2} | {"type":"object","minProperties":1} | true | false
        pattern of a property covers it  | {"type":"object","patternProperties":{"^x":{"type":"string"}},"additionalProperties":false} | {"type":"object","properties":{"x1":{"type":"string"}},"patternProperties":{"^x":{"type":"string"}},"additionalProperties":false} | true | true
        additionalProperties by schema   | {"type":"object","additionalProperties":{"type":"string"}} | {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}} | true | true
        local reference                  | {"$ref":"#/definitions/a","definitions":{"a":{"type":"integer"}}} | {"$ref":"#/$defs/b","$defs":{"b":{"type":"number"}}} | true | false
        anchor                           | {"$ref":"#x","$defs":{"a":{"$anchor":"x","type":"integer"}}} | {"type":"integer"} | true | true
        recursive                        | {"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false} | {"type":"object","properties":{"next":{"$ref":"#"},"v":{"type":"string"}},"additionalProperties":false} | true | false
        dependentRequired                | {"type":"object"} | {"type":"object","dependentRequired":{"a":["b"]}} | false | true
        condition                        | {"type":"object"} | {"type":"object","if":{"required":["a"]},"then":{"required":["b"]}} | false | true
        everything                       | {"type":"string"} | true | true | false
        nothing                          | {"type":"string"} | false | false | true
        description only                 | {"type":"string"} | {"type":"string","description":"d","format":"email"} | true | true
        """)
    void judges(String change, String oldSchema, String newSchema, boolean backward, boolean forward) {
        Verdicts.check(json, oldSchema, newSchema, backward, forward);
    }

    @Test
    void problemsNameThePlace() {
        String open =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"x/y\":{\"maxLength\":%d}}}}}";
        assertThat(Verdicts.problems(json, open.formatted(1), open.formatted(2)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo("MAX_LENGTH_DECREASED");
                    assertThat(problem.path()).isEqualTo("#/properties/a/properties/x~1y/maxLength");
                    assertThat(problem.description()).contains(problem.path());
                });
    }

    @Test
    void orderOfMembersIsLevelledByNormalizingAlone() {
        ParsedSchema one = json.parse("{\"type\": \"object\", \"title\": \"t\"}", List.of(), true);
        ParsedSchema other = json.parse("{\"title\":\"t\",\"type\":\"object\"}", List.of(), true);
        assertThat(one.canonicalText())
                .isEqualTo("{\"type\":\"object\",\"title\":\"t\"}")
                .isNotEqualTo(other.canonicalText());
        assertThat(one.normalizedText()).isEqualTo(other.normalizedText());
    }

    @Test
    void referencesAreFoundByTheirNameAndByTheirId() {
        String text =
                "{\"$id\":\"http://x.org/a.json\",\"properties\":{\"b\":{\"$ref\":\"b.json#/definitions/n\"},\"c\":{\"$ref\":\"urn:c\"}}}";
        List<NamedSchema> references = List.of(
                new NamedSchema("b.json", "{\"definitions\":{\"n\":{\"type\":\"integer\"}}}"),
                new NamedSchema("whatever", "{\"$id\":\"urn:c\",\"type\":\"string\"}"));
        ParsedSchema schema = json.parse(text, references, true);
        ParsedSchema wider = json.parse("{\"properties\":{\"b\":{\"type\":\"number\"}}}", List.of(), true);
        assertThat(wider.whyItCannotRead(schema)).isEmpty();
        assertThat(schema.whyItCannotRead(wider)).extracting("path").contains("#/properties/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"text\"",
                "{\"type\":\"strin\"}",
                "{\"properties\":[]}",
                "{\"properties\":{\"a\":1}}",
                "{\"required\":true}",
                "{\"minLength\":-1}",
                "{\"multipleOf\":0}",
                "{\"anyOf\":[]}",
                "{\"items\":\"x\"}",
                "{\"$ref\":\"#/definitions/none\"}",
                "{\"properties\":{\"a\":{\"$ref\":\"elsewhere.json\"}}}",
                "{} {}"
            })
    void refusesWhatIsNoSchema(String text) {
        assertThatThrownBy(() -> json.parse(text, List.of(), true)).isInstanceOf(InvalidSchema.class);
    }

    @Test
    void comparesWhatExplodesInBoundedTime() {
        String choice = "{\"anyOf\":[%1$s,%1$s,%1$s]}";
        String one = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
        String other = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}";
        for (int depth = 0; depth < 6; depth++) {
            one = "{\"type\":\"object\",\"properties\":{\"p\":" + choice.formatted(one) + "}}";
            other = "{\"type\":\"object\",\"properties\":{\"p\":" + choice.formatted(other) + "}}";
        }
        assertThat(Verdicts.problems(json, one, other)).isNotEmpty();
    }
}
