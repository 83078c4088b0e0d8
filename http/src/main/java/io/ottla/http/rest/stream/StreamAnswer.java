package io.ottla.http.rest.stream;

import akka.NotUsed;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.japi.Pair;
import akka.stream.ActorAttributes;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.format.RecordJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as an endless answer: server-sent events, lines of JSON, or messages of a WebSocket, as the client asks. */
public final class StreamAnswer {
    private static final ContentType EVENTS = type("text", "event-stream");
    private static final ContentType LINES = type("application", "x-ndjson");
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
    private static final ByteString EVENT_COMMENT = ByteString.fromString(":\n\n");
    private static final ByteString EMPTY_LINE = ByteString.fromString("\n");

    private StreamAnswer() {}

    /** Whether a call wants an endless answer rather than a document. */
    public static boolean isWanted(Call call) {
        return call.request().getAttribute(AttributeKeys.webSocketUpgrade).isPresent()
                || call.header("Accept")
                        .filter(accept -> accept.contains("event-stream") || accept.contains("ndjson"))
                        .isPresent();
    }

    /**
     * After how many records the call wants its answer to end; {@code Long.MAX_VALUE} if it does not say.
     *
     * @throws Refusal with 400 if it is not a positive number
     */
    public static long limit(Call call) {
        long limit = call.queryNumber("limit").orElse(Long.MAX_VALUE);
        if (limit < 1) {
            throw Refusal.of(400, "The query parameter limit must be positive");
        }
        return limit;
    }

    /**
     * The answer.
     *
     * @param positions how far the client has got before the first record; empty if events are to have no ids
     * @param format how records are told
     * @param records what comes, some records at a time
     */
    public static HttpResponse of(
            Call call,
            Optional<Positions> positions,
            RecordJson format,
            Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> records) {
        var limited = limited(call, records);
        Optional<WebSocketUpgrade> upgrade = call.request().getAttribute(AttributeKeys.webSocketUpgrade);
        if (upgrade.isPresent()) {
            Source<Message, NotUsed> messages = where(
                    format, limited.mapConcat(some -> some).map(record -> TextMessage.create(text(format, record))));
            return upgrade.get()
                    .handleMessagesWith(Flow.fromSinkAndSourceCoupled(
                            Sink.<Message>foreach(message -> message.asTextMessage()), messages));
        }
        MediaType preferred = call.preferred(List.of(LINES.mediaType(), EVENTS.mediaType()))
                .orElseThrow(() -> Refusal.of(406, "HTTP 406 Not Acceptable"));
        boolean asEvents = preferred.equals(EVENTS.mediaType());
        Source<ByteString, NotUsed> bytes = asEvents ? events(format, positions, limited) : lines(format, limited);
        return HttpResponse.create()
                .addHeader(CacheControl.create(CacheDirectives.NO_CACHE))
                .withEntity(HttpEntities.createChunked(asEvents ? EVENTS : LINES, where(format, bytes)));
    }

    /** Where waiting for the schema registry holds nobody up. */
    private static <T> Source<T, NotUsed> where(RecordJson format, Source<T, NotUsed> told) {
        return format.waits()
                ? told.withAttributes(ActorAttributes.dispatcher(
                                ActorAttributes.IODispatcher().dispatcher()))
                        .async()
                : told;
    }

    private static Source<ByteString, NotUsed> events(
            RecordJson format,
            Optional<Positions> positions,
            Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> records) {
        return records.map(some -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    for (ConsumerRecord<byte[], byte[]> record : some) {
                        positions.ifPresent(reached -> {
                            reached.passed(record.partition(), record.offset());
                            out.writeBytes(("id: " + reached + "\n").getBytes(StandardCharsets.UTF_8));
                        });
                        out.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
                        format.write(out, record);
                        out.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
                    }
                    return ByteString.fromArrayUnsafe(out.toByteArray());
                })
                .keepAlive(SIGN_OF_LIFE, () -> EVENT_COMMENT)
                .prepend(Source.single(EVENT_COMMENT));
    }

    private static Source<ByteString, NotUsed> lines(
            RecordJson format, Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> records) {
        return records.map(some -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    for (ConsumerRecord<byte[], byte[]> record : some) {
                        format.write(out, record);
                        out.write('\n');
                    }
                    return ByteString.fromArrayUnsafe(out.toByteArray());
                })
                .keepAlive(SIGN_OF_LIFE, () -> EMPTY_LINE);
    }

    private static String text(RecordJson format, ConsumerRecord<byte[], byte[]> record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(out, record);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Ends after as many records as the call asks for. */
    private static Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> limited(
            Call call, Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> records) {
        long limit = limit(call);
        if (limit == Long.MAX_VALUE) {
            return records;
        }
        return records.statefulMap(
                        () -> new long[] {limit},
                        (left, some) -> {
                            List<ConsumerRecord<byte[], byte[]>> first =
                                    new ArrayList<>(some.subList(0, (int) Math.min(some.size(), left[0])));
                            left[0] -= first.size();
                            return Pair.create(left, new Limited(first, left[0] == 0));
                        },
                        left -> Optional.empty())
                .takeWhile(some -> !some.isLast(), true)
                .map(Limited::records);
    }

    private record Limited(List<ConsumerRecord<byte[], byte[]>> records, boolean isLast) {}

    private static ContentType type(String main, String sub) {
        return ContentTypes.create(
                MediaTypes.customWithFixedCharset(main, sub, HttpCharsets.UTF_8, new HashMap<>(), false));
    }
}
