package io.ottla.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla schema show SUBJECT}. */
@Command(name = "show", description = "Show a schema: that of a subject, or the one with an id.")
final class SchemaShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private OutputOptions output;

    @Parameters(arity = "0..1", paramLabel = "SUBJECT", description = "The subject.")
    private Optional<String> subject;

    @Option(
            names = "--version",
            paramLabel = "N",
            defaultValue = "latest",
            description = "Its version (default: latest).")
    private String version;

    @Option(names = "--id", paramLabel = "ID", description = "The id, as it stands in records, instead of a subject.")
    private Optional<Integer> id;

    SchemaShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (subject.isPresent() == id.isPresent()) {
            throw new UsageError("say either SUBJECT or --id ID");
        }
        String path = id.isPresent()
                ? "/schemas/ids/" + id.get()
                : "/subjects/" + RegistryOptions.part(subject.get()) + "/versions/" + RegistryOptions.part(version);
        JsonNode schema = registry.get(path);
        output.print(
                console.out(),
                schema,
                out -> out.println(schema.path("schema").asText().stripTrailing()));
        return 0;
    }
}
