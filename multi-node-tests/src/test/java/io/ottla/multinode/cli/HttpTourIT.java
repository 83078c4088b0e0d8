package io.ottla.multinode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.NodeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tour of README's section on HTTP, typed as it stands there. */
class HttpTourIT {
    private static final Path README =
            Path.of(System.getProperty("ottla.home", "..")).resolve("README.md");
    private static final Pattern BLOCK = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void doesWhatItSays() throws IOException {
        String output = ClientProcess.command("bash", "-euo", "pipefail", "-c", script())
                .output();

        assertThat(output.lines().filter(line -> line.startsWith("{\"error_code\":200")))
                .as(output)
                .hasSize(2);
        assertThat(output)
                .contains("\"value\":{\"type\":\"JSON\",\"data\":{\"tea\":1}}")
                .contains("id: 0:2")
                .contains("\"kind\":\"KafkaGroupMember\"")
                .contains("\"kind\":\"KafkaRecordList\"");
    }

    /** Everything in the section's blocks, one after the other, at the address of the test's node. */
    private static String script() throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf("## By HTTP\n");
        int to = readme.indexOf("\n## ", from + 1);
        assertThat(from).as("README has a section on HTTP").isNotNegative();
        List<String> blocks = BLOCK.matcher(readme.substring(from, to))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.stream()
                .collect(Collectors.joining("\n"))
                .replaceAll(
                        Pattern.quote("127.0.0.1:8080"),
                        Matcher.quoteReplacement(
                                NODE.process().addresses().http().toString()));
    }
}
