package io.ottla.http;

import akka.http.javadsl.model.HttpRequest;
import akka.stream.Attributes;
import akka.stream.javadsl.Source;
import akka.util.ByteString;

/** Says that a route reads a body as a stream and holds none of it, so that it may be as long as the client likes. */
public final class EndlessBody implements Attributes.Attribute {
    private static final EndlessBody MARK = new EndlessBody();
    private static final Attributes MARKED = Attributes.apply(MARK);

    private EndlessBody() {}

    /** The bytes of the request's body, however many they are. */
    public static Source<ByteString, Object> of(HttpRequest request) {
        return request.entity().getDataBytes().addAttributes(MARKED);
    }

    static boolean isMarked(Attributes attributes) {
        return attributes.contains(MARK);
    }
}
