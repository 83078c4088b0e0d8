package io.ottla.http.rest;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.RouteSource;
import io.ottla.http.endpoint.CallObserver;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Endpoints;
import io.ottla.http.endpoint.OpenApi;
import io.ottla.http.health.HealthCheck;
import io.ottla.http.health.TriedHealth;
import io.ottla.http.rest.format.SchemaFormats;
import io.ottla.http.rest.member.MemberService;
import io.ottla.http.rest.stream.ReaderPool;
import io.ottla.http.rest.stream.RecordStreams;
import io.ottla.http.rest.v2.V2Endpoints;
import io.ottla.http.rest.v3.V3Endpoints;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The REST proxy as a part of the HTTP front. Neither its routes nor its clients are made before somebody asks; closing it
 * closes the clients that were made.
 */
public final class RestProxy implements RouteSource, AutoCloseable {
    private final ActorSystem<?> system;
    private final Supplier<RestSettings> settings;
    private final CallObserver observer;
    private final Optional<SchemaFormats> schemas;
    private @Nullable KafkaClients clients;
    private @Nullable MemberService members;
    private @Nullable ReaderPool readers;

    /**
     * A proxy for one cluster.
     *
     * @param system runs its streams
     * @param settings asked once, by the first request
     * @param observer told of every call
     * @param schemas the formats that need a schema, if a registry is at hand
     */
    public RestProxy(
            ActorSystem<?> system,
            Supplier<RestSettings> settings,
            CallObserver observer,
            Optional<SchemaFormats> schemas) {
        this.system = system;
        this.settings = settings;
        this.observer = observer;
        this.schemas = schemas;
    }

    @Override
    public Route route() {
        List<Endpoint> described = endpoints();
        List<Endpoint> all = new ArrayList<>(described);
        all.add(Endpoint.get(
                "/openapi.json",
                "The description of the REST proxy as OpenAPI 3.1",
                call -> CompletableFuture.completedFuture(Json.response(200, description(described)))));
        return new Endpoints(system, observer, all).route();
    }

    static ObjectNode description(List<Endpoint> endpoints) {
        return OpenApi.describe("Ottla REST Proxy", endpoints, "/io/ottla/http/rest/schemas.json");
    }

    /** All endpoints, with everything that they need. */
    synchronized List<Endpoint> endpoints() {
        KafkaClients kafka = new KafkaClients(settings.get(), system);
        clients = kafka;
        RecordSender sender = new RecordSender(kafka, new TopicDirectory(kafka, Clock.systemUTC()), system);
        ReaderPool pool = new ReaderPool(kafka.settings());
        readers = pool;
        MemberService service = new MemberService(kafka, sender, system);
        members = service;
        List<Endpoint> all =
                new ArrayList<>(V3Endpoints.of(kafka, sender, new RecordStreams(kafka, pool), service, schemas));
        all.addAll(V2Endpoints.of(kafka, sender, service, schemas));
        return all;
    }

    /** Whether it can serve: it is not ready while its cluster does not answer. */
    public HealthCheck health() {
        return new TriedHealth(
                "rest",
                () -> reach().flatMap(ClusterReach::trouble),
                () -> reach().<CompletionStage<?>>map(ClusterReach::tryAgain)
                        .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    private synchronized Optional<ClusterReach> reach() {
        return Optional.ofNullable(clients).map(KafkaClients::reach);
    }

    @Override
    public synchronized void close() {
        if (readers != null) {
            readers.close();
        }
        if (members != null) {
            members.close();
        }
        if (clients != null) {
            clients.close();
        }
    }
}
