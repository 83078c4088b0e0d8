package io.ottla.http.rest.member;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.util.ByteString;
import io.ottla.http.AkkaStages;
import io.ottla.http.endpoint.Call;
import io.ottla.http.rest.RestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Has another node answer a call. */
final class Forwarder {
    private static final String MARK = "Ottla-Forwarded-By";
    private static final Set<String> PASSED_ON = Set.of("accept", "authorization", "last-event-id");
    private static final int MAX_CONNECTIONS = 512;

    private final ActorSystem<?> system;
    private final RestSettings settings;

    Forwarder(ActorSystem<?> system, RestSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /** Whether another node has sent it here, and it must not be sent on. */
    static boolean isForwarded(Call call) {
        return call.header(MARK).isPresent();
    }

    /** The answer of the node at this URL; fails if it cannot be reached. */
    CompletionStage<HttpResponse> forward(Call call, ByteString body, String url) {
        List<HttpHeader> headers = new ArrayList<>();
        call.request().getHeaders().forEach(header -> {
            if (PASSED_ON.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.add(header);
            }
        });
        headers.add(RawHeader.create(MARK, settings.ownUrl()));
        HttpRequest request = HttpRequest.create(url + pathAndQuery(call))
                .withMethod(call.request().method())
                .withHeaders(headers)
                .withEntity(HttpEntities.create(call.request().entity().getContentType(), body));
        ConnectionPoolSettings pool = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(MAX_CONNECTIONS)
                .withMaxOpenRequests(MAX_CONNECTIONS * 2)
                .withMaxRetries(0);
        return AkkaStages.inPlace(Http.get(system)
                .singleRequest(
                        request,
                        settings.tls().orElseGet(Http.get(system)::defaultClientHttpsContext),
                        pool,
                        system.classicSystem().log()));
    }

    private static String pathAndQuery(Call call) {
        String uri = call.request().getUri().toString();
        return uri.substring(call.baseUri().length());
    }
}
