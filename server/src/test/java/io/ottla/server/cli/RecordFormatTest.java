package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%s | v",
                "%t/%p@%o | t/3@42",
                "%k=%s | k=v",
                "%T | 1000",
                "%D | 1970-01-01T00:00:01Z",
                "%h | a=1,a=2",
                "100%% %s | 100% v",
                "%s% | v%",
                "%%s | %s",
            })
    void fillsPlaceholders(String pattern, String text) {
        assertThat(format(pattern, "k", "v")).isEqualTo(text);
    }

    @Test
    void knowsEscapes() {
        assertThat(format("%k\\t%s\\n\\\\n\\0", "k", "v")).isEqualTo("k\tv\n\\n\0");
    }

    @Test
    void writesAbsentKeysAsNull() {
        assertThat(format("%k %s", null, null)).isEqualTo("null null");
    }

    @Test
    void writesValuesAsTheBytesTheyAre() {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0xfe};

        assertThat(RecordFormat.parse("%s").format(message(null, bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%x", "\\q"})
    void refusesWhatItDoesNotKnow(String pattern) {
        assertThatThrownBy(() -> RecordFormat.parse(pattern))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining(pattern);
    }

    @Test
    void putsChosenFieldsBeforeTheValue() {
        assertThat(format(RecordFormat.pattern(false, false, false), "k", "v")).isEqualTo("v\n");
        assertThat(format(RecordFormat.pattern(true, true, true), "k", "v"))
                .isEqualTo("1970-01-01T00:00:01Z\ta=1,a=2\tk\tv\n");
    }

    private static String format(String pattern, String key, String value) {
        byte[] text = RecordFormat.parse(pattern).format(message(bytes(key), bytes(value)));
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> message(byte[] key, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("a", bytes("1")).add("a", bytes("2"));
        return new ConsumerRecord<>(
                "t", 3, 42, 1_000, TimestampType.CREATE_TIME, -1, -1, key, value, headers, Optional.empty());
    }
}
