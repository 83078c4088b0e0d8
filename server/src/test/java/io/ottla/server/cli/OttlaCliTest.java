package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OttlaCliTest {
    private final CapturedCli cli = new CapturedCli();

    /** Every path of words, such as {@code topic create}. */
    static List<String> commands() {
        List<String> paths = new ArrayList<>();
        collect("", new OttlaCli(Console.ofProcess()).root(), paths);
        return paths;
    }

    private static void collect(String prefix, CommandLine command, List<String> paths) {
        command.getSubcommands().forEach((name, subcommand) -> {
            paths.add(prefix + name);
            collect(prefix + name + " ", subcommand, paths);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String path) {
        int exitCode = cli.execute((path + " --help").split(" "));

        assertThat(exitCode).isZero();
        assertThat(cli.out()).contains("Usage: ottla " + path);
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandRefusesOptionsItDoesNotKnow(String path) {
        int exitCode = cli.execute((path + " --no-such-option").split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).startsWith("ottla: ").contains("Usage: ottla " + path);
    }

    @Test
    void tellsItsVersion() {
        assertThat(cli.execute("--version")).isZero();
        assertThat(cli.out()).startsWith("Ottla ");
    }

    @Test
    void asksForACommandWhenThereIsNone() {
        assertThat(cli.execute()).isEqualTo(2);
        assertThat(cli.err()).contains("a command is missing");
    }

    @Test
    void suggestsTheNearestOption() {
        assertThat(cli.execute("topic", "list", "--bootstrp")).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean --bootstrap?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic list",
                "topic create t",
                "produce t",
                "tail t",
                "group list",
                "group reset g --topic t --shift-by -5",
                "cluster describe"
            })
    void saysInOneLineThatNoBrokerIsThere(String command) throws IOException {
        int exitCode = cli.execute((command + " --bootstrap 127.0.0.1:" + unusedPort()).split(" "));

        assertThat(exitCode).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).startsWith("ottla: no broker at 127.0.0.1:").contains("ottla dev");
        assertThat(cli.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev --kafka 9092",
                "dev --set num.partitions",
                "tail t --from yesterday",
                "tail t --format %x",
                "tail t --max 0",
                "produce t --acks 2",
                "produce t --compression brotli",
                "topic create t --config retention.ms",
                "topic alter t",
                "topic list --bootstrap nowhere",
                "group reset g --topic t:x --to-latest",
                "group reset g --topic t",
                "group reset g --topic t --to-latest --to-earliest",
                "completion fish"
            })
    void treatsSenselessValuesAsWrongUsage(String command) {
        assertThat(cli.execute(command.split(" "))).isEqualTo(2);
        assertThat(cli.err()).startsWith("ottla: ").contains("--help");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThat(cli.execute("start", "--config", "/no/such/server.properties"))
                .isEqualTo(1);
        assertThat(cli.err().lines()).hasSize(1);
        assertThat(cli.err()).contains("/no/such/server.properties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completesForEachShellWithoutHiddenCommands(String shell) {
        assertThat(cli.execute("completion", shell)).isZero();
        assertThat(cli.out()).contains("complete -F _complete_ottla").doesNotContain("warm-archive");
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
