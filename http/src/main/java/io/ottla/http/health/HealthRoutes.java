package io.ottla.http.health;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.handleSync;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ottla.http.JsonBody;
import io.ottla.http.RouteSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /health/live}: 200 as long as the process can answer at all; a supervisor that gets no answer restarts it.
 *
 * <p>{@code GET /health/ready}: 200 when every part serves, else 503; a load balancer sends no clients meanwhile. The body
 * names each part either way:
 *
 * <pre>{@code {"status":"DOWN","checks":[{"name":"kafka","status":"UP"},
 *                           {"name":"controller","status":"DOWN","reason":"no leader is known"}]}}</pre>
 */
public final class HealthRoutes implements RouteSource {
    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

    private final List<HealthCheck> checks;

    /** Readiness is decided by these parts, listed in this order. */
    public HealthRoutes(List<HealthCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    @Override
    public Route route() {
        return pathPrefix(
                "health",
                () -> concat(
                        path("live", () -> get(() -> handleSync(request -> answer(Map.of())))),
                        path("ready", () -> get(() -> handleSync(request -> answer(examine()))))));
    }

    private Map<String, Health> examine() {
        Map<String, Health> found = new LinkedHashMap<>();
        checks.forEach(check -> found.put(check.name(), examine(check)));
        return found;
    }

    private static Health examine(HealthCheck check) {
        try {
            return check.check();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("check", check.name()).log("A health check failed");
            return Health.notReady("the check itself failed, see the log");
        }
    }

    private static HttpResponse answer(Map<String, Health> found) {
        boolean up = found.values().stream().allMatch(Health.Ready.class::isInstance);
        return HttpResponse.create()
                .withStatus(up ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE)
                .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
                .withEntity(JsonBody.object(json -> {
                    json.writeStringField("status", word(up));
                    json.writeArrayFieldStart("checks");
                    for (Map.Entry<String, Health> part : found.entrySet()) {
                        write(json, part.getKey(), part.getValue());
                    }
                    json.writeEndArray();
                }));
    }

    private static void write(JsonGenerator json, String name, Health health) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("status", word(health instanceof Health.Ready));
        if (health instanceof Health.NotReady notReady) {
            json.writeStringField("reason", notReady.reason());
        }
        json.writeEndObject();
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
