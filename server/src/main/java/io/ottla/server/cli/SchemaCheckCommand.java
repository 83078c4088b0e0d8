package io.ottla.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ottla schema check SUBJECT FILE}. */
@Command(name = "check", description = "Say whether a schema could be registered under a subject; exit code 1 if not.")
final class SchemaCheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private OutputOptions output;

    @Mixin
    private SchemaSource source;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "Compare with this version alone (default: with those that the subject's level asks for).")
    private Optional<String> version;

    SchemaCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        JsonNode verdict = registry.post(
                "/compatibility/subjects/" + source.subjectPart() + "/versions"
                        + version.map(number -> "/" + RegistryOptions.part(number))
                                .orElse("") + "?verbose=true",
                source.request(console.in()));
        boolean compatible = verdict.path("is_compatible").asBoolean();
        output.print(console.out(), verdict, out -> print(out, compatible, verdict));
        return compatible ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(PrintStream out, boolean compatible, JsonNode verdict) {
        out.println(compatible ? "compatible" : "incompatible");
        verdict.path("messages").forEach(message -> out.println("  " + message.asText()));
    }
}
