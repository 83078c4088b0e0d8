package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void alignsTextLeftAndNumbersRight() {
        Table table =
                new Table("TOPIC", "PARTITIONS", "NOTE").row("orders", 3, "x").row("a-longer-name", 12, "-");

        assertThat(printed(table::print)).isEqualTo("""
                        TOPIC          PARTITIONS  NOTE
                        orders                  3  x
                        a-longer-name          12  -
                        """);
    }

    @Test
    void countsAndMeasuresAsPeopleDo() {
        assertThat(Words.count(1, "record")).isEqualTo("1 record");
        assertThat(Words.count(1234, "record")).isEqualTo("1,234 records");
        assertThat(Words.bytes(512)).isEqualTo("512 B");
        assertThat(Words.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Words.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
        assertThat(Words.commas(List.of())).isEqualTo("-");
    }

    @Test
    void printsRecordsAsJsonWithTextWhereItIsText() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", "1".getBytes(StandardCharsets.UTF_8));
        ConsumerRecord<byte[], byte[]> message = new ConsumerRecord<>(
                "t",
                0,
                5,
                1_000,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                null,
                new byte[] {(byte) 0xff},
                headers,
                Optional.empty());

        assertThat(printed(out -> Json.printLine(out, RecordJson.of(message))))
                .isEqualTo(
                        "{\"topic\":\"t\",\"partition\":0,\"offset\":5,\"timestamp\":\"1970-01-01T00:00:01Z\","
                                + "\"key\":null,\"value\":{\"base64\":\"/w==\"},\"headers\":[{\"key\":\"h\",\"value\":\"1\"}]}\n");
    }

    @Test
    void stopsPrintingWhenThereWereEnough() {
        List<ConsumerRecord<byte[], byte[]>> messages = IntStream.range(0, 5)
                .mapToObj(offset -> new ConsumerRecord<>("t", 0, offset, new byte[0], new byte[0]))
                .toList();

        assertThat(printed(out -> {
                    RecordPrinter printer = RecordPrinter.text(out, 3, RecordFormat.parse("%o "));
                    assertThat(printer.print(messages.subList(0, 2))).isTrue();
                    assertThat(printer.print(messages.subList(2, 5))).isFalse();
                }))
                .isEqualTo("0 1 2 ");
    }

    @Test
    void looksUnderTheWrappersOfAFailure() {
        Throwable wrapped =
                new ExecutionException(new KafkaException("outer", new TimeoutException("no answer\nat all")));

        assertThat(FailureMessages.of(wrapped))
                .isEqualTo("the broker did not answer in time (no answer; at all); see its log, or try again");
    }

    @Test
    void doesToAllWhatItCanBeforeItFails() {
        List<String> done = new ArrayList<>();

        assertThatThrownBy(() -> EachOf.run(List.of("a", "bad", "c"), name -> {
                    if (name.equals("bad")) {
                        throw new CommandFailure("bad is not there");
                    }
                    done.add(name);
                }))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("bad is not there");
        assertThat(done).containsExactly("a", "c");
    }

    @Test
    void readsPairsWithFurtherEqualsSigns() {
        assertThat(KeyValues.parseAll("--set", List.of("a=b=c", "d=", "a=x"))).isEqualTo(Map.of("a", "x", "d", ""));
        assertThatThrownBy(() -> KeyValues.parse("--set", "=x")).isInstanceOf(UsageError.class);
    }

    @Test
    void readsTopicsWithAndWithoutPartitions() {
        assertThat(TopicSelection.parse("--topic", "t")).isEqualTo(new TopicSelection("t", List.of()));
        assertThat(TopicSelection.parse("--topic", "t:2,0,2")).isEqualTo(new TopicSelection("t", List.of(0, 2)));
        assertThatThrownBy(() -> TopicSelection.parse("--topic", "t:-1")).isInstanceOf(UsageError.class);
    }

    private static String printed(Consumer<PrintStream> printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        printing.accept(out);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
