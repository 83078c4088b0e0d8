package io.ottla.server;

import akka.actor.typed.ActorSystem;
import io.ottla.http.rest.RestProxy;
import io.ottla.http.rest.RestSettings;
import java.util.Optional;

/** Makes the node's REST proxy, which reaches the node as any other client does. */
final class RestProxies {
    private RestProxies() {}

    /** A proxy that connects to this address when it is first asked for something. */
    static RestProxy create(ActorSystem<?> system, HostAndPort kafka) {
        return new RestProxy(
                system, () -> RestSettings.of(kafka.toString()), (endpoint, status, nanos) -> {}, Optional.empty());
    }
}
