package io.ottla.server;

import akka.actor.typed.ActorSystem;
import io.ottla.http.endpoint.CallObserver;
import io.ottla.http.rest.RestProxy;
import io.ottla.http.rest.RestSettings;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the node's REST proxy, which reaches the node as any other client does. */
final class RestProxies {
    private RestProxies() {}

    /**
     * A proxy that connects when it is first asked for something.
     *
     * @param kafka the node's own Kafka port
     * @param http where other nodes reach the node's HTTP port; asked for with the first request
     * @param observer told of every call
     */
    static RestProxy create(
            ActorSystem<?> system, HostAndPort kafka, Supplier<HostAndPort> http, CallObserver observer) {
        return new RestProxy(
                system, () -> RestSettings.of(kafka.toString(), "http://" + http.get()), observer, Optional.empty());
    }
}
