package io.ottla.http;

import akka.http.javadsl.model.headers.ProductVersion;
import akka.http.javadsl.model.headers.Server;
import akka.http.javadsl.settings.ServerSettings;
import akka.io.Inet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.FiniteDuration;

/** Akka HTTP's settings as this server wants them, on top of those that the actor system's configuration holds. */
final class FrontSettings {
    private static final String PRODUCT = "Ottla";

    private FrontSettings() {}

    static ServerSettings limited(ServerSettings settings, HttpLimits limits, ConnectionWatch watch) {
        return settings.withServerHeader(Optional.of(Server.create(ProductVersion.create(PRODUCT, ""))))
                .withMaxConnections(limits.connections())
                .withSocketOptions(withWatch(settings, watch))
                .withRemoteAddressAttribute(true)
                .withTransparentHeadRequests(true)
                .withVerboseErrorMessages(false)
                .withParsingErrorHandler(UnreadableRequests.class.getName())
                .withParserSettings(settings.getParserSettings()
                        .withMaxContentLength(limits.entityBytes())
                        .withIllegalHeaderWarnings(false))
                .withWebsocketSettings(settings.getWebsocketSettings()
                        .withPeriodicKeepAliveMaxIdle(finite(limits.idle().dividedBy(2))))
                .withTimeouts(settings.getTimeouts()
                        .withRequestTimeout(finite(limits.request()))
                        .withIdleTimeout(finite(limits.idle())));
    }

    private static List<Inet.SocketOption> withWatch(ServerSettings settings, ConnectionWatch watch) {
        List<Inet.SocketOption> options = new ArrayList<>();
        settings.getSocketOptions().forEach(options::add);
        options.add(watch);
        return options;
    }

    private static FiniteDuration finite(Duration duration) {
        return scala.concurrent.duration.Duration.create(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
