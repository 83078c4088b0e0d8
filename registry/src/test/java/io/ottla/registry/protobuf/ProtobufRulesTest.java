package io.ottla.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.registry.Verdicts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufRulesTest {
    private final ProtobufLanguage protobuf = new ProtobufLanguage();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        add a field                 | message M { int32 a = 1; } | message M { int32 a = 1; string b = 2; } | true | true
        int32 to string             | message M { int32 a = 1; } | message M { string a = 1; }   | false | false
        int32 to int64              | message M { int32 a = 1; } | message M { int64 a = 1; }    | true  | true
        int32 to uint32             | message M { int32 a = 1; } | message M { uint32 a = 1; }   | true  | true
        int32 to bool               | message M { int32 a = 1; } | message M { bool a = 1; }     | true  | true
        int32 to sint32             | message M { int32 a = 1; } | message M { sint32 a = 1; }   | false | false
        int32 to fixed32            | message M { int32 a = 1; } | message M { fixed32 a = 1; }  | false | false
        fixed64 to sfixed64         | message M { fixed64 a = 1; } | message M { sfixed64 a = 1; } | true | true
        string to bytes             | message M { string a = 1; } | message M { bytes a = 1; }   | true  | true
        rename a field              | message M { int32 a = 1; } | message M { int32 b = 1; }    | true  | true
        change a number             | message M { int32 a = 1; } | message M { int32 a = 2; }    | true  | true
        add a message               | message M { int32 a = 1; } | message M { int32 a = 1; } message N {} | true | false
        remove a nested message     | message M { int32 a = 1; message I {} } | message M { int32 a = 1; } | false | true
        enum gets value             | message M { E e = 1; } enum E { A = 0; } | message M { E e = 1; } enum E { A = 0; B = 1; } | true | true
        int32 to enum               | message M { int32 e = 1; } enum E { A = 0; } | message M { E e = 1; } enum E { A = 0; } | true | true
        field into existing oneof   | message M { int32 a = 1; oneof o { int32 b = 2; } } | message M { oneof o { int32 b = 2; int32 a = 1; } } | false | false
        field into a new oneof      | message M { int32 a = 1; }  | message M { oneof o { int32 a = 1; } } | true | true
        new field in a oneof        | message M { oneof o { int32 b = 2; } } | message M { oneof o { int32 b = 2; int32 a = 1; } } | true | false
        number to list of numbers   | message M { int32 a = 1; }  | message M { repeated int32 a = 1; }  | false | false
        string to list of strings   | message M { string a = 1; } | message M { repeated string a = 1; } | true  | true
        other message type          | message M { A a = 1; } message A {} message B {} | message M { B a = 1; } message A {} message B {} | false | false
        map of another value        | message M { map<string, int32> m = 1; } | message M { map<string, string> m = 1; } | false | false
        map of a wider value        | message M { map<string, int32> m = 1; } | message M { map<string, int64> m = 1; } | true | true
        optional                    | message M { int32 a = 1; }  | message M { optional int32 a = 1; } | true | true
        recursive                   | message M { M m = 1; }      | message M { M m = 1; string s = 2; } | true | true
        """)
    void judgesAsMeasured(String change, String oldText, String newText, boolean backward, boolean forward) {
        Verdicts.check(protobuf, proto3(oldText), proto3(newText), backward, forward);
    }

    @Test
    void anotherPackageIsAnotherWorld() {
        Verdicts.check(protobuf, proto3("package a; message M {}"), proto3("package b; message M {}"), false, false);
    }

    @Test
    void requiredFieldsMayNeitherComeNorGo() {
        String without = "syntax = \"proto2\"; message M { optional int32 a = 1; }";
        String with = "syntax = \"proto2\"; message M { optional int32 a = 1; required int32 b = 2; }";
        Verdicts.check(protobuf, without, with, false, false);
    }

    @Test
    void problemsNameThePlace() {
        assertThat(Verdicts.problems(
                        protobuf,
                        proto3("message M { message I { string x = 3; } I i = 1; }"),
                        proto3("message M { message I { int32 x = 3; } I i = 1; }")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo("FIELD_SCALAR_KIND_CHANGED");
                    assertThat(problem.description())
                            .contains("string")
                            .contains("int32")
                            .contains(problem.path());
                });
    }

    private static String proto3(String body) {
        return "syntax = \"proto3\"; " + body;
    }
}
