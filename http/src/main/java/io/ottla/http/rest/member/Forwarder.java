package io.ottla.http.rest.member;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketRequest;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.model.ws.WebSocketUpgradeResponse;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.japi.Pair;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.AsPublisher;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.ottla.http.AkkaStages;
import io.ottla.http.endpoint.Call;
import io.ottla.http.rest.RestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

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
        return call.request()
                .getAttribute(AttributeKeys.webSocketUpgrade)
                .map(upgrade -> socket(call, upgrade, url))
                .orElseGet(() -> exchange(call, body, url));
    }

    private CompletionStage<HttpResponse> exchange(Call call, ByteString body, String url) {
        HttpRequest request = HttpRequest.create(url + pathAndQuery(call))
                .withMethod(call.request().method())
                .withHeaders(headers(call))
                .withEntity(HttpEntities.create(call.request().entity().getContentType(), body));
        ConnectionPoolSettings pool = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(MAX_CONNECTIONS)
                .withMaxOpenRequests(MAX_CONNECTIONS * 2)
                .withMaxRetries(0);
        return AkkaStages.inPlace(Http.get(system)
                .singleRequest(request, tls(), pool, system.classicSystem().log()));
    }

    /** Messages pass between the client and the other node, in either direction no faster than they are taken. */
    private CompletionStage<HttpResponse> socket(Call call, WebSocketUpgrade upgrade, String url) {
        WebSocketRequest request = WebSocketRequest.create(url.replaceFirst("^http", "ws") + pathAndQuery(call));
        for (HttpHeader header : headers(call)) {
            request = request.addHeader(header);
        }
        Pair<CompletionStage<WebSocketUpgradeResponse>, Pair<Publisher<Message>, Subscriber<Message>>> opened =
                Http.get(system)
                        .singleWebSocketRequest(
                                request,
                                Flow.fromSinkAndSourceCoupledMat(
                                        Sink.asPublisher(AsPublisher.WITHOUT_FANOUT),
                                        Source.asSubscriber(),
                                        Keep.both()),
                                tls(),
                                Optional.empty(),
                                ClientConnectionSettings.create(system.classicSystem()),
                                system.classicSystem().log(),
                                SystemMaterializer.get(system).materializer());
        Flow<Message, Message, NotUsed> other = Flow.fromSinkAndSourceCoupled(
                Sink.fromSubscriber(opened.second().second()),
                Source.fromPublisher(opened.second().first()));
        return AkkaStages.inPlace(opened.first())
                .thenApply(answer -> answer.isValid() ? upgrade.handleMessagesWith(other) : answer.response());
    }

    private HttpsConnectionContext tls() {
        return settings.tls().orElseGet(Http.get(system)::defaultClientHttpsContext);
    }

    private List<HttpHeader> headers(Call call) {
        List<HttpHeader> headers = new ArrayList<>();
        call.request().getHeaders().forEach(header -> {
            if (PASSED_ON.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.add(header);
            }
        });
        headers.add(RawHeader.create(MARK, settings.ownUrl()));
        return headers;
    }

    private static String pathAndQuery(Call call) {
        String uri = call.request().getUri().toString();
        return uri.substring(call.baseUri().length());
    }
}
