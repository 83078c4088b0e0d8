package io.ottla.http.endpoint;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.headers.Accept;
import akka.util.ByteString;
import io.ottla.http.AkkaStages;
import io.ottla.http.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * One request at one endpoint.
 *
 * @param request the request as it came
 * @param parameters the values of the path's parameters, percent-decoded
 * @param system runs what the handler starts
 */
public record Call(HttpRequest request, Map<String, String> parameters, ActorSystem<?> system) {
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

    /** The value of a parameter of the path. */
    public String parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), () -> "the path has no parameter " + name);
    }

    /**
     * The value of a numeric parameter of the path.
     *
     * @throws Refusal with 404 if it is not a number, as for any other path that leads nowhere
     */
    public int number(String name) {
        try {
            return Integer.parseInt(parameter(name));
        } catch (NumberFormatException e) {
            throw Refusal.of(404, "HTTP 404 Not Found");
        }
    }

    /** The value of a query parameter; the first if it is given twice. */
    public Optional<String> query(String name) {
        return request.getUri().query().get(name);
    }

    /**
     * The value of a numeric query parameter.
     *
     * @throws Refusal with 400 if it is not a number
     */
    public Optional<Long> queryNumber(String name) {
        return query(name).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw Refusal.of(400, "The query parameter " + name + " must be a number");
            }
        });
    }

    /** Who calls, as a Kafka principal. */
    public String caller() {
        return Caller.of(request);
    }

    /** A header by its name, whatever its case. */
    public Optional<String> header(String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    /** What the client calls this server, without a slash at the end: {@code http://127.0.0.1:8080}. */
    public String baseUri() {
        String uri = request.getUri().toString();
        int path = uri.indexOf('/', uri.indexOf("://") + 3);
        return path < 0 ? uri : uri.substring(0, path);
    }

    /**
     * The whole body.
     *
     * @return fails with a {@link Refusal} (408) if it does not arrive in half a minute, and with Akka's own exception, which
     *     the front answers with 413, if it is longer than the front allows
     */
    public CompletionStage<ByteString> body() {
        // The front's own limit, which the entity carries, is the one that counts.
        return AkkaStages.inPlace(request.entity().toStrict(BODY_TIMEOUT.toMillis(), Long.MAX_VALUE, system))
                .thenApply(strict -> strict.getData())
                .exceptionally(failure -> {
                    throw unreadable(failure);
                });
    }

    /** The type of the body; empty if none is named. */
    public Optional<MediaType> type() {
        MediaType type = request.entity().getContentType().mediaType();
        return type.equals(ContentTypes.NO_CONTENT_TYPE.mediaType()) ? Optional.empty() : Optional.of(type);
    }

    /** Whether the client takes this type, which is so when it does not say what it takes. */
    public boolean accepts(MediaType type) {
        return quality(type) > 0;
    }

    /** The type that the client likes best; the first of equals, empty if it takes none. */
    public Optional<MediaType> preferred(List<MediaType> offered) {
        MediaType best = null;
        float bestQuality = 0;
        for (MediaType type : offered) {
            float quality = quality(type);
            if (quality > bestQuality) {
                best = type;
                bestQuality = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    private float quality(MediaType type) {
        boolean any = false;
        int sharpest = -1;
        float quality = 0;
        for (HttpHeader header : request.getHeaders()) {
            if (header instanceof Accept accept) {
                any = true;
                for (var range : accept.getMediaRanges()) {
                    if (range.matches(type)) {
                        int sharpness = sharpness(range.toString());
                        quality = sharpness > sharpest ? range.qValue() : quality;
                        sharpest = Math.max(sharpest, sharpness);
                    }
                }
            }
        }
        return any ? quality : 1;
    }

    /** A range that names the type counts before one that names its family, and that before one for everything. */
    private static int sharpness(String range) {
        return range.startsWith("*/*") ? 0 : range.contains("/*") ? 1 : 2;
    }

    private static RuntimeException unreadable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return Refusal.of(408, "The request body did not arrive in time");
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }
}
