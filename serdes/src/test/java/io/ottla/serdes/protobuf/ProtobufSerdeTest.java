package io.ottla.serdes.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.StructProto;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import io.ottla.serdes.registry.InMemoryRegistry;
import io.ottla.serdes.registry.SchemaReference;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ProtobufSerdeTest {
    private static final String MONEY = """
            syntax = "proto3";
            package shop;
            message Money { int64 cents = 1; string currency = 2; }
            """;
    private static final String ORDER = """
            syntax = "proto3";
            package shop;
            import "money.proto";
            import "google/protobuf/timestamp.proto";
            option java_package = "shop.java";
            enum State { OPEN = 0; DONE = 5 [deprecated = true]; reserved 7 to 9; reserved "GONE"; }
            message Order {
              string id = 1;
              repeated Line lines = 2;
              map<string, Money> prices = 3;
              oneof how { string card = 4; bool cash = 5; }
              optional int32 priority = 6;
              State state = 8 [json_name = "theState"];
              google.protobuf.Timestamp at = 9;
              reserved 10, 20 to 30;
              message Line { sint32 count = 1; bytes raw = 2; }
            }
            service Orders { rpc Place (Order) returns (stream Money); }
            """;

    private final String scope = UUID.randomUUID().toString();
    private final InMemoryRegistry registry = InMemoryRegistry.ofScope(scope);

    @Test
    void writesTheFirstMessageOfAFileWithASingleZero() {
        Timestamp time = Timestamp.newBuilder().setSeconds(1).build();

        byte[] bytes = serde(Map.of()).serializer().serialize("t", time);

        assertThat(bytes).containsExactly(0, 0, 0, 0, 1, 0, 8, 1);
    }

    @Test
    void writesTheWayToANestedMessage() {
        Descriptor line = order().findMessageTypeByName("Order").findNestedTypeByName("Line");
        Message message = DynamicMessage.newBuilder(line)
                .setField(line.findFieldByName("count"), -1)
                .build();

        byte[] bytes = serde(Map.of()).serializer().serialize("t", message);

        // Two steps, each 0, as zigzag: 4, 0, 0.
        assertThat(bytes).endsWith(4, 0, 0, 8, 1);
        assertThat(serde(Map.of()).deserializer().deserialize("t", bytes).toString())
                .isEqualTo(message.toString());
    }

    @Test
    void bringsBackAMessageOfTheNamedClass() {
        ProtobufSerde<Timestamp> serde = serde(Map.of("specific.protobuf.value.type", Timestamp.class.getName()));
        Timestamp time = Timestamp.newBuilder().setSeconds(7).setNanos(8).build();

        assertThat(serde.deserializer().deserialize("t", serde.serializer().serialize("t", time)))
                .isEqualTo(time);
        assertThatThrownBy(() -> serde(Map.of("specific.protobuf.value.type", "java.lang.String")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no generated message class");
    }

    @Test
    void registersWhatAFileImportsUnderItsOwnName() {
        Descriptor type = order().findMessageTypeByName("Order");
        Message message = DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("id"), "a")
                .setField(type.findFieldByName("card"), "4711")
                .build();

        byte[] bytes = serde(Map.of()).serializer().serialize("t", message);

        assertThat(registry.latest("t-value").schema().references())
                .containsExactly(new SchemaReference("money.proto", "money.proto", 1));
        assertThat(serde(Map.of()).deserializer().deserialize("t", bytes).toString())
                .isEqualTo(message.toString());
    }

    @Test
    void sourcesMadeOfCompiledFilesCompileToTheSame() {
        assertThat(
                        ProtoSources.compile(ProtoText.of(order().toProto()), Map.of("money.proto", MONEY))
                                .toProto()
                                .toBuilder()
                                .clearName()
                                .build())
                .isEqualTo(order().toProto().toBuilder().clearName().build());
        for (FileDescriptor file : new FileDescriptor[] {
            StructProto.getDescriptor(), TypeProto.getDescriptor(), WrappersProto.getDescriptor()
        }) {
            FileDescriptor again = ProtoSources.compile(ProtoText.of(file.toProto()), Map.of());
            assertThat(again.getMessageTypes()).hasSameSizeAs(file.getMessageTypes());
            for (Descriptor message : file.getMessageTypes()) {
                assertThat(again.findMessageTypeByName(message.getName()).getFields())
                        .extracting(field -> field.getName() + field.getNumber() + field.getType())
                        .containsExactlyElementsOf(message.getFields().stream()
                                .map(field -> field.getName() + field.getNumber() + field.getType())
                                .toList());
            }
        }
    }

    @Test
    void writesOldSyntaxToo() {
        String text = ProtoText.of(DescriptorProtos.getDescriptor().toProto());

        assertThat(text).contains("syntax = \"proto2\";", "required string name_part = 1;", "extensions 1000 to max;");
    }

    @Test
    void saysWhatIsWrongWithBytesThatAreNoMessage() {
        ProtobufSerde<Message> serde = serde(Map.of());
        byte[] bytes = serde.serializer()
                .serialize("t", Timestamp.newBuilder().setSeconds(1).build());
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);
        byte[] noSuchMessage = {0, 0, 0, 0, 1, 2, 8, 8, 1};
        byte[] deep = {0, 0, 0, 0, 1, (byte) 0xfe, (byte) 0xff, 3};

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", cut)).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", noSuchMessage))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("no such message");
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", deep))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("deep");
    }

    private static FileDescriptor order() {
        return ProtoSources.compile(ORDER, Map.of("money.proto", MONEY));
    }

    private <T extends Message> ProtobufSerde<T> serde(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("schema.registry.url", "mock://" + scope);
        ProtobufSerde<T> serde = new ProtobufSerde<>();
        serde.configure(settings, false);
        return serde;
    }
}
