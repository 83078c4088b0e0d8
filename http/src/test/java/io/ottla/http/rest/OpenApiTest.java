package io.ottla.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static ActorSystem<Void> system;
    private static List<Endpoint> routes;
    private static JsonNode description;

    @BeforeAll
    static void describe() {
        system = ActorSystem.create(Behaviors.empty(), "openapi-test");
        RestProxy proxy = new RestProxy(
                system,
                () -> RestSettings.of("127.0.0.1:1", "http://127.0.0.1:1"),
                (endpoint, status, nanos) -> {},
                Optional.empty());
        routes = proxy.endpoints();
        description = RestProxy.description(routes);
    }

    @AfterAll
    static void stop() {
        system.terminate();
    }

    @Test
    void describesEveryRouteAndNoOther() {
        int operations = 0;
        for (JsonNode path : description.path("paths")) {
            operations += path.size();
        }
        assertThat(operations).isEqualTo(routes.size());
        for (Endpoint route : routes) {
            JsonNode operation = description
                    .path("paths")
                    .path(route.path().text())
                    .path(route.method().value().toLowerCase(Locale.ROOT));
            assertThat(operation.path("responses").has(Integer.toString(route.status())))
                    .as("%s %s", route.method().value(), route.path())
                    .isTrue();
            assertThat(operation.path("parameters"))
                    .filteredOn(parameter -> parameter.path("in").asText().equals("path"))
                    .extracting(parameter -> parameter.path("name").asText())
                    .containsExactlyElementsOf(route.path().parameters());
        }
    }

    @Test
    void everySchemaThatIsReferredToExists() {
        ObjectNode schemas = (ObjectNode) description.at("/components/schemas");
        assertThat(description.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(schemas.has(reference.substring("#/components/schemas/".length())))
                        .as(reference)
                        .isTrue());
    }

    @Test
    void noTwoRoutesAreTheSame() {
        assertThat(routes.stream()
                        .map(route -> route.method().value() + " " + route.path())
                        .toList())
                .doesNotHaveDuplicates();
    }
}
