package io.ottla.http.endpoint;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.reject;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.Rejections;
import akka.http.javadsl.server.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint of a request and has it answered. Thread-safe. */
public final class Endpoints {
    private static final Logger log = LoggerFactory.getLogger(Endpoints.class);
    private static final int INTERNAL_ERROR = 500;

    private final ActorSystem<?> system;
    private final CallObserver observer;
    private final List<Endpoint> sorted;
    private final Map<Integer, List<Endpoint>> byLength;

    /** A table of these endpoints; of two templates that fit a path, the one with the literal segment counts. */
    public Endpoints(ActorSystem<?> system, CallObserver observer, Collection<Endpoint> endpoints) {
        this.system = system;
        this.observer = observer;
        this.sorted =
                endpoints.stream().sorted(Comparator.comparing(Endpoint::path)).toList();
        this.byLength = sorted.stream()
                .collect(Collectors.groupingBy(endpoint -> endpoint.path().length()));
    }

    /** All endpoints, sorted by path. */
    public List<Endpoint> all() {
        return sorted;
    }

    /** The table as a route: rejects unknown paths, and wrong methods of known ones. */
    public Route route() {
        return extractRequest(this::find);
    }

    private Route find(HttpRequest request) {
        List<String> segments = segments(request);
        List<Rejection> wrongMethods = new ArrayList<>();
        for (Endpoint endpoint : byLength.getOrDefault(segments.size(), List.of())) {
            Optional<Map<String, String>> parameters = endpoint.path().match(segments);
            if (parameters.isPresent()) {
                if (endpoint.method().equals(request.method())) {
                    return answer(endpoint, new Call(request, parameters.get(), system));
                }
                wrongMethods.add(Rejections.method(endpoint.method()));
            }
        }
        return wrongMethods.isEmpty()
                ? reject()
                : reject(
                        wrongMethods.get(0),
                        wrongMethods.subList(1, wrongMethods.size()).toArray(Rejection[]::new));
    }

    private Route answer(Endpoint endpoint, Call call) {
        long begin = System.nanoTime();
        return completeWithFuture(handled(endpoint, call).handle((response, failure) -> {
            long nanos = System.nanoTime() - begin;
            try {
                HttpResponse answer = failure == null ? response : Refusal.answer(failure, Refusal::response);
                observer.answered(endpoint, answer.status().intValue(), nanos);
                log.atDebug()
                        .addKeyValue("caller", call.caller())
                        .addKeyValue("method", endpoint.method().value())
                        .addKeyValue("endpoint", endpoint.path().text())
                        .addKeyValue("status", answer.status().intValue())
                        .log("A call was answered");
                return answer;
            } catch (RuntimeException unexpected) {
                observer.answered(endpoint, INTERNAL_ERROR, nanos);
                throw unexpected;
            }
        }));
    }

    private static CompletionStage<HttpResponse> handled(Endpoint endpoint, Call call) {
        try {
            requireNoEncoding(call);
            return endpoint.handler().handle(call);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** A short body could be inflated to one that is longer than any may be. */
    private static void requireNoEncoding(Call call) {
        boolean isEncoded = call.header("Content-Encoding")
                .filter(encoding -> !encoding.strip().equalsIgnoreCase("identity"))
                .isPresent();
        if (isEncoded) {
            throw Refusal.of(415, "Bodies with a Content-Encoding are not taken: send it as it is");
        }
    }

    private static List<String> segments(HttpRequest request) {
        List<String> segments = new ArrayList<>();
        request.getUri().pathSegments().forEach(segments::add);
        return segments;
    }
}
