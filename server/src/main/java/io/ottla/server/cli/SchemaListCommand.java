package io.ottla.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla schema list [PREFIX]}. */
@Command(name = "list", description = "List the subjects of the schema registry with their latest schemas.")
final class SchemaListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private OutputOptions output;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", defaultValue = "", description = "How the subjects begin.")
    private String prefix;

    @Option(names = "--deleted", description = "Also what was deleted, but not for good.")
    private boolean deleted;

    SchemaListCommand(Console console) {
        this.console = console;
    }

    /** One line of the list. */
    record Row(String subject, int versions, int latest, int id, String type, boolean deleted) {}

    @Override
    public Integer call() {
        Map<String, Row> rows = new TreeMap<>();
        for (JsonNode schema : registry.get("/schemas?deleted=" + deleted + "&subjectPrefix="
                + RegistryOptions.part(prefix.startsWith(":") ? prefix : ":*:" + prefix))) {
            rows.merge(
                    schema.path("subject").asText(),
                    row(schema),
                    (older, newer) -> withCount(newer, older.versions() + 1));
        }
        output.print(
                console.out(),
                List.copyOf(rows.values()),
                out -> table(rows.values()).print(out));
        return 0;
    }

    private static Row row(JsonNode schema) {
        return new Row(
                schema.path("subject").asText(),
                1,
                schema.path("version").asInt(),
                schema.path("id").asInt(),
                schema.path("schemaType").asText("AVRO"),
                schema.path("deleted").asBoolean());
    }

    private static Row withCount(Row row, int versions) {
        return new Row(row.subject(), versions, row.latest(), row.id(), row.type(), row.deleted());
    }

    private static Table table(Iterable<Row> rows) {
        Table table = new Table("SUBJECT", "VERSIONS", "LATEST", "ID", "TYPE");
        rows.forEach(row -> table.row(row.subject(), row.versions(), row.latest(), row.id(), row.type()));
        return table;
    }
}
