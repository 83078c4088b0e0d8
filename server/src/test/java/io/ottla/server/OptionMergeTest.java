package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionMergeTest {
    private static final NodeFlags NO_FLAGS = new NodeFlags(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), JoinOptions.ALONE, Map.of());

    @Test
    void listensOnTheUsualPortsOfTheLoopbackInterfaceByDefault() {
        NodeOptions options = OptionMerge.merge(NodeOptions.Mode.DEV, Map.of(), NO_FLAGS);

        assertThat(options.kafka()).hasToString("127.0.0.1:9092");
        assertThat(options.http()).hasToString("127.0.0.1:8080");
        assertThat(options.akka()).hasToString("127.0.0.1:0");
        assertThat(options.dataDir()).isEqualTo(Path.of("ottla-data"));
    }

    @Test
    void givesAConfiguredNodeAnAkkaPortThatOthersCanKnow() {
        assertThat(OptionMerge.merge(NodeOptions.Mode.START, Map.of(), NO_FLAGS).akka())
                .hasToString("127.0.0.1:2551");
    }

    @Test
    void takesListenerAndFolderFromAServerPropertiesOfKafka() {
        Map<String, String> file = Map.of(
                "listeners", "PLAINTEXT://:9092,CONTROLLER://:9093",
                "controller.listener.names", "CONTROLLER",
                "log.dirs", "/var/kafka/a,/var/kafka/b");

        NodeOptions options = OptionMerge.merge(NodeOptions.Mode.START, file, NO_FLAGS);

        assertThat(options.kafka()).hasToString("0.0.0.0:9092");
        assertThat(options.dataDir()).isEqualTo(Path.of("/var/kafka/a"));
        assertThat(options.settings()).containsEntry("log.dirs", "/var/kafka/a,/var/kafka/b");
    }

    @Test
    void skipsTheControllersListenerWhereverItStands() {
        Map<String, String> file = Map.of(
                "listeners",
                "CONTROLLER://:9093, PLAINTEXT://127.0.0.1:19092",
                "controller.listener.names",
                "CONTROLLER");

        assertThat(OptionMerge.merge(NodeOptions.Mode.START, file, NO_FLAGS).kafka())
                .hasToString("127.0.0.1:19092");
    }

    @Test
    void letsFlagsOverruleWhatTheFileSaysAndForgetsIt() {
        Map<String, String> file = Map.of("listeners", "PLAINTEXT://:9092", "log.dirs", "/var/kafka");
        NodeFlags flags = new NodeFlags(
                Optional.of(Path.of("elsewhere")),
                Optional.of(new HostAndPort("127.0.0.1", 0)),
                Optional.empty(),
                Optional.empty(),
                JoinOptions.ALONE,
                Map.of());

        NodeOptions options = OptionMerge.merge(NodeOptions.Mode.START, file, flags);

        assertThat(options.kafka()).hasToString("127.0.0.1:0");
        assertThat(options.dataDir()).isEqualTo(Path.of("elsewhere"));
        assertThat(options.settings()).isEmpty();
    }

    @Test
    void letsSetOverruleTheFile() {
        NodeFlags flags = new NodeFlags(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                JoinOptions.ALONE,
                Map.of("num.partitions", "6", "ottla.http.listener", "127.0.0.1:18080"));

        NodeOptions options =
                OptionMerge.merge(NodeOptions.Mode.START, Map.of("num.partitions", "3", "num.io.threads", "2"), flags);

        assertThat(options.settings()).containsOnly(Map.entry("num.partitions", "6"), Map.entry("num.io.threads", "2"));
        assertThat(options.http()).hasToString("127.0.0.1:18080");
    }

    @Test
    void takesLogDirectoriesFromSetBesideAFolderForTheNodesOwnFiles() {
        NodeFlags flags = new NodeFlags(
                Optional.of(Path.of("own")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                JoinOptions.ALONE,
                Map.of("log.dirs", "/disk1,/disk2"));

        NodeOptions options = OptionMerge.merge(NodeOptions.Mode.DEV, Map.of("log.dirs", "/var/kafka"), flags);

        assertThat(options.dataDir()).isEqualTo(Path.of("own"));
        assertThat(options.settings()).containsEntry("log.dirs", "/disk1,/disk2");
    }

    @Test
    void saysWhichSettingIsNoAddress() {
        Map<String, String> file = Map.of("listeners", "PLAINTEXT//9092");

        assertThatThrownBy(() -> OptionMerge.merge(NodeOptions.Mode.START, file, NO_FLAGS))
                .isInstanceOfSatisfying(
                        StartFailure.class, e -> assertThat(e.exitCode()).isEqualTo(StartFailure.USAGE))
                .hasMessageContaining("'PLAINTEXT//9092' is not NAME://host:port");
    }

    @Test
    void refusesListenersOfWhichNoneIsForClients() {
        Map<String, String> file = Map.of("listeners", "C://:9093", "controller.listener.names", "C");

        assertThatThrownBy(() -> OptionMerge.merge(NodeOptions.Mode.START, file, NO_FLAGS))
                .hasMessageContaining("at least one address for clients");
    }
}
