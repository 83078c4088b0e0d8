package io.ottla.server;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.config.Listener;
import io.ottla.actors.config.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merges what is said about a node: flags overrule {@code --set}, that overrules the file, that the defaults. */
public final class OptionMerge {
    /** Where the HTTP port listens, as a setting. */
    static final String HTTP_LISTENER = "ottla.http.listener";

    /** Where other nodes reach this one, as a setting. */
    static final String AKKA_LISTENER = "ottla.akka.listener";

    /** What {@code --join} says, as a setting. */
    static final String JOIN = "ottla.cluster.join";

    /** What {@code --bootstrap-expect} says, as a setting. */
    static final String BOOTSTRAP_EXPECT = "ottla.cluster.bootstrap-expect";

    /** What {@code --advertise} says, as a setting. */
    static final String ADVERTISED_HOST = "ottla.advertised.host";

    private static final Path DEFAULT_DATA = Path.of("ottla-data");
    private static final HostAndPort DEFAULT_KAFKA = new HostAndPort("127.0.0.1", 9092);
    private static final HostAndPort DEFAULT_HTTP = new HostAndPort("127.0.0.1", 8080);
    private static final HostAndPort DEFAULT_AKKA = new HostAndPort("127.0.0.1", 2_551);

    /** Where Kafka's settings say that data lies, the most specific first. */
    private static final List<String> DATA_SETTINGS = List.of("metadata.log.dir", "log.dirs", "log.dir");

    private OptionMerge() {}

    /**
     * The options of a node.
     *
     * @param mode what it is started for
     * @param file the settings of the configuration file, empty if there is none
     * @param flags the command line
     * @throws StartFailure if a setting is wrong that addresses are taken from
     */
    public static NodeOptions merge(NodeOptions.Mode mode, Map<String, String> file, NodeFlags flags) {
        Map<String, String> settings = new HashMap<>(file);
        flags.data().ifPresent(overruled -> settings.keySet().removeAll(DATA_SETTINGS));
        // Who names both means both: the node's own files here, the logs there.
        settings.putAll(flags.set());
        flags.kafka().ifPresent(overruled -> settings.remove("listeners"));
        Optional<HostAndPort> http = address(HTTP_LISTENER, settings.remove(HTTP_LISTENER));
        Optional<HostAndPort> akka = address(AKKA_LISTENER, settings.remove(AKKA_LISTENER));
        return new NodeOptions(
                mode,
                flags.data().or(() -> dataDir(settings)).orElse(DEFAULT_DATA),
                flags.kafka().or(() -> firstListener(settings)).orElse(DEFAULT_KAFKA),
                flags.http().or(() -> http).orElse(DEFAULT_HTTP),
                flags.akka().or(() -> akka).orElseGet(() -> defaultAkka(mode)),
                join(settings, flags.join()),
                settings);
    }

    private static JoinOptions join(Map<String, String> settings, JoinOptions flags) {
        List<HostAndPort> inFile = addresses(JOIN, settings.remove(JOIN));
        Optional<Integer> expected =
                Optional.ofNullable(settings.remove(BOOTSTRAP_EXPECT)).map(text -> number(BOOTSTRAP_EXPECT, text));
        Optional<String> advertised = Optional.ofNullable(settings.remove(ADVERTISED_HOST));
        return new JoinOptions(
                flags.join().isEmpty() ? inFile : flags.join(),
                flags.bootstrapExpect().or(() -> expected),
                flags.advertise().or(() -> advertised));
    }

    private static List<HostAndPort> addresses(String name, @Nullable String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Stream.of(text.split(",", -1))
                        .map(one -> address(name, one.strip()).orElseThrow())
                        .toList();
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw StartFailure.usage(name + ": '" + text + "' is not a number");
        }
    }

    /** The first listener for clients; those of KRaft's controllers are none. */
    private static Optional<HostAndPort> firstListener(Map<String, String> settings) {
        if (!settings.containsKey("listeners")) {
            return Optional.empty();
        }
        try {
            Listener first = BrokerSettings.of(settings).listeners().get(0);
            return Optional.of(new HostAndPort(first.host().isEmpty() ? "0.0.0.0" : first.host(), first.port()));
        } catch (SettingsException e) {
            throw StartFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** A node for development is alone: any free port will do, and many can run on one machine. */
    private static HostAndPort defaultAkka(NodeOptions.Mode mode) {
        return mode == NodeOptions.Mode.DEV ? DEFAULT_AKKA.withPort(0) : DEFAULT_AKKA;
    }

    private static Optional<Path> dataDir(Map<String, String> settings) {
        return DATA_SETTINGS.stream()
                .map(name -> settings.getOrDefault(name, "").split(",")[0].strip())
                .filter(dir -> !dir.isEmpty())
                .findFirst()
                .map(Path::of);
    }

    private static Optional<HostAndPort> address(String name, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(HostAndPort::parse);
        } catch (IllegalArgumentException e) {
            throw StartFailure.usage(name + ": " + e.getMessage());
        }
    }
}
