package io.ottla.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ottla schema register SUBJECT FILE}. */
@Command(
        name = "register",
        description = "Register a schema under a subject, such as orders-value for a topic's values.")
final class SchemaRegisterCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private OutputOptions output;

    @Mixin
    private SchemaSource source;

    @Option(names = "--normalize", description = "Level what has no meaning, such as the order of members.")
    private boolean normalize;

    SchemaRegisterCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        JsonNode registered = registry.post(
                "/subjects/" + source.subjectPart() + "/versions?normalize=" + normalize, source.request(console.in()));
        output.print(
                console.out(),
                registered,
                out -> out.println("registered " + source.subject() + " version "
                        + registered.path("version").asText() + " with id "
                        + registered.path("id").asText()));
        return 0;
    }
}
