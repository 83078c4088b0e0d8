package io.ottla.server;

import akka.actor.typed.ActorSystem;
import io.ottla.http.access.Tls;
import io.ottla.http.endpoint.CallObserver;
import io.ottla.http.rest.ProduceLimits;
import io.ottla.http.rest.RestProxy;
import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.schema.RegistryFormats;
import io.ottla.registry.SchemaRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the node's REST proxy, which reaches its cluster as any other client does. */
final class RestProxies {
    private RestProxies() {}

    /**
     * A proxy that connects when it is first asked for something.
     *
     * @param kafka the cluster that it serves, as {@code bootstrap.servers}
     * @param url where other nodes reach the node's HTTP port; asked for with the first request
     * @param observer told of every call
     * @param registry has the schemas of records
     * @param tls how it calls the other nodes, if they speak TLS
     * @param limits how much its clients may produce
     */
    static RestProxy create(
            ActorSystem<?> system,
            String kafka,
            Supplier<String> url,
            CallObserver observer,
            SchemaRegistry registry,
            Optional<Tls> tls,
            ProduceLimits limits) {
        return new RestProxy(
                system,
                () -> RestSettings.builder(kafka, url.get())
                        .tls(tls.map(Tls::client))
                        .produceLimits(limits)
                        .build(),
                observer,
                Optional.of(new RegistryFormats(registry)));
    }
}
