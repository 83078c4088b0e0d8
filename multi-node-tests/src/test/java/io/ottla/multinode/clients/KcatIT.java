package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kcat, and in it librdkafka, on which most clients outside Java stand. */
class KcatIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void producesAndConsumesInEveryCompression(String codec) {
        String topic = "kcat-" + codec;
        produce(topic, "one:eins\ntwo:zwei\nthree:drei\n", "-z", codec, "-H", "shop=prague");
        String out = kcat("-C", "-t", topic, "-e", "-q", "-f", "%o %k=%s [%h]\\n");
        assertThat(out).isEqualTo("0 one=eins [shop=prague]\n1 two=zwei [shop=prague]\n2 three=drei [shop=prague]\n");
    }

    @Test
    void consumesInAGroupAndContinuesWhereItCommitted() {
        produce("kcat-group", "a:1\nb:2\nc:3\n");
        assertThat(inGroup(3)).isEqualTo("1\n2\n3\n");
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            Map<TopicPartition, OffsetAndMetadata> committed = JavaClients.get(
                    admin.listConsumerGroupOffsets("kcat-readers").partitionsToOffsetAndMetadata());
            assertThat(committed.get(new TopicPartition("kcat-group", 0)).offset())
                    .isEqualTo(3);
        }
        produce("kcat-group", "d:4\n");
        assertThat(inGroup(1)).isEqualTo("4\n");
    }

    @Test
    void producesIdempotently() {
        produce("kcat-idempotent", "a:1\nb:2\n", "-X", "enable.idempotence=true");
        assertThat(kcat("-C", "-t", "kcat-idempotent", "-e", "-q")).isEqualTo("1\n2\n");
    }

    @Test
    void listsMetadata() {
        JavaClients.createTopic(NODE.bootstrap(), "kcat-listed", 3, Map.of());
        assertThat(kcat("-L", "-t", "kcat-listed"))
                .contains("1 brokers", "topic \"kcat-listed\" with 3 partitions", "partition 2, leader");
    }

    @Test
    void findsOffsetsForTimes() {
        long before = System.currentTimeMillis();
        produce("kcat-times", "a:1\nb:2\n");
        assertThat(kcat("-Q", "-t", "kcat-times:0:" + before)).contains("kcat-times [0] offset 0");
        assertThat(kcat("-C", "-t", "kcat-times", "-o", "-1", "-e", "-q")).isEqualTo("2\n");
    }

    private static String inGroup(int count) {
        return kcat(
                "-G",
                "kcat-readers",
                "-X",
                "auto.offset.reset=earliest",
                "-c",
                String.valueOf(count),
                "-q",
                "kcat-group");
    }

    private static void produce(String topic, String lines, String... more) {
        Clients.kcat(words(List.of("-P", "-t", topic, "-K", ":", "-q"), more))
                .input(lines)
                .output();
    }

    private static String kcat(String... arguments) {
        return Clients.kcat(words(List.of(), arguments)).output();
    }

    private static String[] words(List<String> first, String... rest) {
        return Stream.of(List.of("-b", NODE.bootstrap()), first, List.of(rest))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }
}
