package io.ottla.multinode.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.http.HttpCalls.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams and members of groups are of no node: the one that serves them is killed, and they go on through the others. */
class HttpFailoverIT {
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "numbers";
    private static final int BEFORE = 300;
    private static final int AFTER = 500;

    /** A member by the consumer protocol that is gone keeps its place for its session: that is the shorter wait here. */
    @RegisterExtension
    static final ClusterExtension NODES = ClusterExtension.with(
            3,
            settings -> settings.with("group.consumer.min.session.timeout.ms", "6000")
                    .with("group.consumer.session.timeout.ms", "6000")
                    .with("group.consumer.min.heartbeat.interval.ms", "1000")
                    .with("group.consumer.heartbeat.interval.ms", "1000"));

    private final List<Reading> streams = new ArrayList<>();
    private final List<Reading> members = new ArrayList<>();

    @AfterEach
    void close() {
        all().forEach(Reading::close);
    }

    @Test
    void nothingIsLostWhenTheNodeIsKilledThatServesStreamsAndSpeaksForMembers() throws Exception {
        ClusterOfProcesses cluster = NODES.cluster();
        createTopic(cluster.bootstrap());
        try (AcknowledgedWriter writer = new AcknowledgedWriter(cluster.bootstrap(), TOPIC, PARTITIONS)) {
            startStreams();
            startMembers();
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(all())
                            .allSatisfy(reading -> assertThat(reading.taken()).hasSizeGreaterThan(BEFORE)));

            cluster.node(1).kill9();
            int then = writer.acknowledged().size();
            await().until(() -> writer.acknowledged().size() > then + AFTER);
            writer.stop();

            Set<String> written = writer.acknowledged();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(all())
                            .allSatisfy(reading -> assertThat(reading.values()).containsAll(written)));
            assertThat(streams).allSatisfy(HttpFailoverIT::assertThatNothingIsMissingOrDoubled);
        }
    }

    private void startStreams() throws Exception {
        String path = clusterPath() + "/topics/" + TOPIC + "/records";
        List<String> nodes = List.of(url(1), url(2), url(3));
        streams.add(Reading.start("events", new EventsReader(path), nodes));
        streams.add(Reading.start("lines", new LinesReader(path, PARTITIONS), nodes));
    }

    /** Node 1 speaks for them, and node 2 is asked. */
    private void startMembers() throws Exception {
        List<String> nodes = List.of(url(2), url(3));
        for (String protocol : List.of("classic", "consumer")) {
            VersionThree member = new VersionThree(clusterPath(), protocol + "-group", TOPIC);
            assertCreated(member.create(url(1), protocol));
            members.add(Reading.start(protocol + " member", new MemberReader(member), nodes));
        }
        VersionTwo instance = new VersionTwo("v2-group", TOPIC);
        assertCreated(instance.create(url(1)));
        members.add(Reading.start("v2 instance", new MemberReader(instance), nodes));
    }

    private List<Reading> all() {
        List<Reading> all = new ArrayList<>(streams);
        all.addAll(members);
        return all;
    }

    private static void assertCreated(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    /** A stream that is resumed goes on behind the last record that its client has got. */
    private static void assertThatNothingIsMissingOrDoubled(Reading stream) {
        Map<Integer, Long> next = new HashMap<>();
        for (Taken record : stream.taken()) {
            assertThat(record.offset())
                    .as("offset of a record of partition %d in %s", record.partition(), stream)
                    .isEqualTo(next.getOrDefault(record.partition(), 0L));
            next.put(record.partition(), record.offset() + 1);
        }
    }

    private static void createTopic(String bootstrap) {
        NewTopic topic = new NewTopic(TOPIC, PARTITIONS, (short) 3).configs(Map.of("min.insync.replicas", "2"));
        try (Admin admin = JavaClients.admin(bootstrap)) {
            JavaClients.get(admin.createTopics(List.of(topic)).all());
        }
    }

    private static String clusterPath() throws Exception {
        return "/v3/clusters/"
                + HttpCalls.get(url(2) + "/v3/clusters", "application/json")
                        .json()
                        .at("/data/0/cluster_id")
                        .asText();
    }

    private static String url(int node) {
        return "http://" + NODES.cluster().node(node).addresses().http();
    }
}
