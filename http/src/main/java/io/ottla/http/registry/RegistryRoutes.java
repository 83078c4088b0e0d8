package io.ottla.http.registry;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.Route;
import io.ottla.http.RouteSource;
import io.ottla.http.endpoint.CallObserver;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Endpoints;
import io.ottla.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;

/** The schema registry as a part of the HTTP front. The registry begins with the first request that needs it. */
public final class RegistryRoutes implements RouteSource {
    private final ActorSystem<?> system;
    private final CallObserver observer;
    private final SchemaRegistry registry;

    /**
     * Routes to a registry.
     *
     * @param observer told of every call
     */
    public RegistryRoutes(ActorSystem<?> system, CallObserver observer, SchemaRegistry registry) {
        this.system = system;
        this.observer = observer;
        this.registry = registry;
    }

    @Override
    public Route route() {
        return new Endpoints(system, observer, endpoints(registry)).route();
    }

    /** Every endpoint; those of subjects, schemas, settings and compatibility also below {@code /contexts/{context}}. */
    static List<Endpoint> endpoints(SchemaRegistry registry) {
        Answers answers = new Answers(registry);
        List<Endpoint> inContexts = new ArrayList<>();
        inContexts.addAll(new SubjectEndpoints(answers).all());
        inContexts.addAll(new VersionEndpoints(answers).all());
        inContexts.addAll(new SchemaEndpoints(answers).all());
        inContexts.addAll(new CompatibilityEndpoints(answers).all());
        inContexts.addAll(new SettingEndpoints(answers).all());
        List<Endpoint> all = new ArrayList<>();
        new ServerEndpoints(answers).all().forEach(endpoint -> all.add(endpoint.refusingAs(RegistryTypes::answer)));
        for (Endpoint endpoint : inContexts) {
            Endpoint known = withKnownTypes(endpoint);
            all.add(known);
            all.add(known.below("/contexts/{context}"));
        }
        return all;
    }

    /** Bodies of other types are refused before anybody reads them; refusals are of the registry's type, as answers are. */
    private static Endpoint withKnownTypes(Endpoint endpoint) {
        return endpoint.answeredBy(call -> {
                    Bodies.requireKnownType(call);
                    return endpoint.handler().handle(call);
                })
                .refusingAs(RegistryTypes::answer);
    }
}
