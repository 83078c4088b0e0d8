package io.ottla.server;

import io.ottla.actors.Broker;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.protocol.api.AdminHandlers;
import io.ottla.protocol.api.ApiHandler;
import io.ottla.protocol.api.ApiHandlers;
import io.ottla.protocol.api.DataHandlers;
import io.ottla.protocol.api.GroupHandlers;
import io.ottla.protocol.api.TransactionHandlers;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.protocol.net.KafkaPort;
import io.ottla.protocol.net.KafkaPortSettings;
import io.ottla.protocol.net.Listener;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the node's Kafka port from its settings. */
final class KafkaPorts {
    private KafkaPorts() {}

    /**
     * Takes the addresses of the settings; nothing is answered on them yet.
     *
     * @throws StartFailure if one is in use or not this machine's
     */
    static KafkaPort bind(BrokerSettings settings, RequestMetrics metrics) {
        try {
            return KafkaPort.bind(portSettings(settings), metrics);
        } catch (UncheckedIOException e) {
            throw StartFailure.failed(
                    e.getMessage() + ": stop what uses it, or choose another address with --kafka HOST:PORT", e);
        }
    }

    /** Every API this node answers. */
    static ApiHandlers handlers(Broker broker, RequestMetrics metrics) {
        List<ApiHandler<?, ?>> all = new ArrayList<>();
        all.addAll(DataHandlers.create(broker, metrics.traffic()));
        all.addAll(AdminHandlers.create(broker, LogbackLevels.ofProcess()));
        all.addAll(GroupHandlers.create(broker));
        all.addAll(TransactionHandlers.create(broker));
        return ApiHandlers.advertised(broker, all);
    }

    private static KafkaPortSettings portSettings(BrokerSettings settings) {
        List<Listener> listeners = settings.listeners().stream()
                .map(listener -> new Listener(listener.name(), listener.host(), listener.port()))
                .toList();
        return new KafkaPortSettings(
                listeners,
                settings.getInt("num.network.threads"),
                settings.getInt("socket.request.max.bytes"),
                settings.getInt("queued.max.requests"),
                settings.getLong("queued.max.request.bytes"),
                Duration.ofMillis(settings.getLong("connections.max.idle.ms")),
                settings.getInt("max.connections"),
                settings.getInt("max.connections.per.ip"),
                overrides(settings.maxConnectionsByAddress()),
                settings.getInt("socket.send.buffer.bytes"),
                settings.getInt("socket.receive.buffer.bytes"),
                settings.getInt("socket.listen.backlog.size"));
    }

    private static Map<InetAddress, Integer> overrides(Map<String, Integer> byName) {
        Map<InetAddress, Integer> result = new HashMap<>();
        byName.forEach((host, limit) -> {
            try {
                result.put(InetAddress.getByName(host), limit);
            } catch (UnknownHostException e) {
                throw StartFailure.usage("max.connections.per.ip.overrides: unknown host " + host);
            }
        });
        return result;
    }
}
