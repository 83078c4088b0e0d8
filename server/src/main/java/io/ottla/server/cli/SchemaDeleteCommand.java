package io.ottla.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla schema delete SUBJECT}. */
@Command(
        name = "delete",
        description =
                "Delete a subject or one of its versions: hidden first, and with --permanent, then, gone for good.")
final class SchemaDeleteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RegistryOptions registry;

    @Parameters(paramLabel = "SUBJECT", description = "The subject.")
    private String subject;

    @Option(names = "--version", paramLabel = "N", description = "This version alone.")
    private Optional<String> version;

    @Option(names = "--permanent", description = "For good; what was not deleted before is refused.")
    private boolean permanent;

    SchemaDeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String path = "/subjects/" + RegistryOptions.part(subject)
                + version.map(number -> "/versions/" + RegistryOptions.part(number))
                        .orElse("");
        JsonNode gone = registry.delete(path + "?permanent=" + permanent);
        List<String> versions = new ArrayList<>();
        (gone.isArray() ? gone : JsonNodeFactory.instance.arrayNode().add(gone))
                .forEach(number -> versions.add(number.asText()));
        console.out()
                .println("deleted " + subject + " version" + (versions.size() == 1 ? " " : "s ")
                        + String.join(", ", versions));
        return 0;
    }
}
