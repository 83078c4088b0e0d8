package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RecordParserTest {
    @Test
    void makesTheWholeLineTheValueWithoutASeparator() {
        ProducerRecord<byte[], byte[]> made = parser(null, null).parse(bytes("a:b"));

        assertThat(made.key()).isNull();
        assertThat(made.value()).isEqualTo(bytes("a:b"));
    }

    @Test
    void splitsAtTheFirstSeparatorOnly() {
        ProducerRecord<byte[], byte[]> made = parser("::", null).parse(bytes("a:x::b::c"));

        assertThat(made.key()).isEqualTo(bytes("a:x"));
        assertThat(made.value()).isEqualTo(bytes("b::c"));
    }

    @Test
    void keepsEmptyKeysAndValuesEmpty() {
        ProducerRecord<byte[], byte[]> made = parser(":", null).parse(bytes(":"));

        assertThat(made.key()).isEmpty();
        assertThat(made.value()).isEmpty();
    }

    @Test
    void makesTombstonesOfTheMarker() {
        ProducerRecord<byte[], byte[]> made = parser(":", "NULL").parse(bytes("a:NULL"));

        assertThat(made.key()).isEqualTo(bytes("a"));
        assertThat(made.value()).isNull();
    }

    @Test
    void givesEveryRecordPartitionAndHeaders() {
        RecordParser parser = new RecordParser("t", 2, null, null, Map.of("h", "1"));

        ProducerRecord<byte[], byte[]> made = parser.parse(bytes("v"));

        assertThat(made.partition()).isEqualTo(2);
        assertThat(made.headers().lastHeader("h").value()).isEqualTo(bytes("1"));
    }

    @Test
    void refusesALineWithoutTheSeparator() {
        assertThatThrownBy(() -> parser(":", null).parse(bytes("nothing")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("':'");
    }

    private static RecordParser parser(String keySeparator, String nullMarker) {
        return new RecordParser("t", null, keySeparator, nullMarker, Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
