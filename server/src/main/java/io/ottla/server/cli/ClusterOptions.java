package io.ottla.server.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command talks to, and as whom. */
final class ClusterOptions {
    private static final int REQUEST_TIMEOUT_MS = 10_000;
    private static final int API_TIMEOUT_MS = 15_000;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "A broker of the cluster, or several with commas between them (default: ${DEFAULT-VALUE}).")
    private String bootstrap = "";

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "A properties file with settings of Kafka clients, such as security.protocol.")
    private @Nullable Path clientConfig;

    /** The brokers to ask first, as given. */
    String bootstrap() {
        return bootstrap;
    }

    /** Connects for administration. Fails at once, and with advice, when nothing listens at the address. */
    Admin admin() {
        BrokerProbe.requireListener(bootstrap);
        return Admin.create(clientSettings(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS)));
    }

    /** The settings of a client: the command's own, under those of the user's file, under the address. */
    Map<String, Object> clientSettings(Map<String, Object> ofCommand) {
        Map<String, Object> settings = new HashMap<>(ofCommand);
        if (clientConfig != null) {
            readProperties(clientConfig).forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, "ottla-cli");
        settings.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        return settings;
    }

    private static Properties readProperties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new CommandFailure("cannot read --client-config " + file + ": " + FailureMessages.of(e), e);
        }
        return properties;
    }
}
