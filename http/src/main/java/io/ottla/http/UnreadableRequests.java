package io.ottla.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers bytes that are not HTTP, or HTTP beyond a limit of the parser, with the same JSON as every other refusal. Akka HTTP
 * finds it by name and takes the object in {@code MODULE$}, as a Scala object would have it.
 */
public final class UnreadableRequests extends ParsingErrorHandler {
    /** The one instance, under the name that Akka looks for. */
    public static final UnreadableRequests MODULE$ = new UnreadableRequests();

    private UnreadableRequests() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
        // Scanners and typing errors are the client's affair; the detail may hold what the client sent.
        log.debug("Unreadable HTTP request: {}", info.summary());
        return JsonError.response(status, info.summary());
    }
}
