package io.ottla.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.NamedSchema;
import io.ottla.registry.schema.ParsedSchema;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufLanguageTest {
    private static final String EVERYTHING = """
            syntax = "proto3";
            package a.b;

            import public "google/protobuf/timestamp.proto";
            import "confluent/meta.proto";

            option java_package = "x.\\"y";
            option optimize_for = CODE_SIZE;
            option (confluent.file_meta) = { doc: "d" };

            message M {
              option deprecated = true;
              reserved "gone";
              reserved 20;
              reserved 30 to 40;
              reserved 100 to max;
              optional int32 a = 1;
              repeated int64 b = 2 [packed = false, deprecated = true];
              map<string, M> c = 3;
              oneof o {
                string d = 4 [json_name = "D"];
                .google.protobuf.Timestamp e = 5;
              }
              Inner f = 6;
              E g = 7;
              bytes h = 8 [(confluent.field_meta) = { doc: "of h" }];

              message Inner {
                sfixed64 x = 1;
              }

              enum E {
                option allow_alias = true;
                reserved 5 to max;
                A = 0;
                B = 1 [deprecated = true];
                C = 1;
              }
            }

            service S {
              option deprecated = true;
              rpc One (M) returns (stream M);
              rpc Two (stream M) returns (M) {
                option idempotency_level = IDEMPOTENT;
              }
            }
            """;

    private final ProtobufLanguage protobuf = new ProtobufLanguage();

    @Test
    void printsWhatItReads() {
        assertThat(parse(EVERYTHING).canonicalText()).isEqualTo(EVERYTHING);
    }

    @Test
    void printsOldSyntaxAsItReads() {
        String old = """
                syntax = "proto2";

                extend M {
                  optional string note = 120;
                }

                message M {
                  extensions 100 to 199;
                  extensions 1000 to max;
                  required int32 a = 1 [default = -5];
                  optional string b = 2 [default = "q\\"\\\\"];
                  optional bytes c = 3 [default = "\\001x"];
                  repeated group Result = 4 {
                    optional double score = 5 [default = inf];
                  }
                }
                """;
        assertThat(parse(old).canonicalText()).isEqualTo(old);
    }

    @Test
    void layoutAndCommentsAreLevelled() {
        String one = "// c\nsyntax='proto3';message M{/* \" */int32 a=0x1;string s=2;;}";
        assertThat(parse(one).canonicalText())
                .isEqualTo(parse("syntax = \"proto3\";\n\nmessage M {\n  int32 a = 1; // x\n  string s = 2;\n}\n")
                        .canonicalText());
    }

    @Test
    void wordsOfTheLanguageMayBeNames() {
        String text =
                "syntax = \"proto3\"; message message { string syntax = 1; string option = 2; string enum = 3; int32 optional = 4;"
                        + " int32 reserved = 5; message stream {} stream map = 6; }";
        assertThat(parse(parse(text).canonicalText()).canonicalText())
                .isEqualTo(parse(text).canonicalText());
    }

    @Test
    void serializedIsWhatClientsExpect() throws Exception {
        FileDescriptorProto file = FileDescriptorProto.parseFrom(
                Base64.getDecoder().decode(parse(EVERYTHING).formatted("serialized")));
        FieldDescriptorProto time = file.getMessageType(0).getField(4);
        assertThat(time.getTypeName()).isEqualTo(".google.protobuf.Timestamp");
        assertThat(time.getType()).isEqualTo(FieldDescriptorProto.Type.TYPE_MESSAGE);
        assertThat(file.getOptions().getUninterpretedOptionCount()).isZero();
    }

    @Test
    void readsWhatItSerialized() {
        ParsedSchema schema =
                parse(EVERYTHING.replaceAll("(?m)^option \\(.*\\n", "").replaceAll(" \\[\\(.*]", ""));
        ParsedSchema again = parse(schema.formatted("serialized"));
        assertThat(again.normalizedText()).isEqualTo(schema.normalizedText());
        assertThat(again.whyItCannotRead(schema)).isEmpty();
        assertThat(schema.whyItCannotRead(again)).isEmpty();
    }

    @Test
    void anOptionThatSaysNothingKnownStaysBesideOneThatDoes() {
        String text = """
                syntax = "proto3";

                import "confluent/meta.proto";

                message M {
                  int32 a = 1 [(confluent.field_meta) = { nonsense: 1 }, (confluent.field_meta) = { doc: "d" }];
                }
                """;
        assertThat(parse(text).canonicalText()).contains("nonsense", "doc: \"d\"");
    }

    @Test
    void importsComeFromReferences() {
        String text = "syntax = \"proto3\"; import \"dir/other.proto\"; message M { o.Other x = 1; }";
        List<NamedSchema> references =
                List.of(new NamedSchema("dir/other.proto", "syntax = \"proto3\"; package o; message Other {}"));
        assertThat(protobuf.parse(text, references, true).canonicalText()).contains("o.Other x = 1;");
        assertThatThrownBy(() -> parse(text)).isInstanceOf(InvalidSchema.class).hasMessageContaining("dir/other.proto");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syntax = \"proto4\";",
                "message",
                "message M { int32 a = 1 }",
                "message M { Unknown a = 1; }",
                "message M { int32 a = 1; int32 b = 1; }",
                "message M { int32 a = 99999999999; }",
                "message M { int32 a = 1 [nonsense = 1]; }",
                "message M { string a = \"unfinished",
                "message M {",
                "{\"type\":\"string\"}",
                "bm90IGEgZGVzY3JpcHRvcg=="
            })
    void refusesWhatIsNoSchema(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(InvalidSchema.class);
    }

    @Test
    void syntaxErrorsNameTheirPlace() {
        assertThatThrownBy(() -> parse("syntax = \"proto3\";\nmessage M {\n  int32 = 1;\n}"))
                .hasMessageContaining("line 3, column 9");
    }

    @Test
    void refusesWhatNestsTooDeep() {
        assertThatThrownBy(() -> parse("message M {".repeat(10_000) + "}".repeat(10_000)))
                .isInstanceOf(InvalidSchema.class)
                .hasMessageContaining("nested");
    }

    private ParsedSchema parse(String text) {
        return protobuf.parse(text, List.of(), true);
    }
}
