package io.ottla.multinode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.Ottla;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The {@code ottla schema} commands against a node. */
class SchemaCommandsIT {
    private static final String ONE =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
    private static final String BAD = ONE.replace("\"a\"", "\"b\"");

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void registersListsShowsChecksAndDeletes(@TempDir Path folder) throws IOException {
        String one = Files.writeString(folder.resolve("one.avsc"), ONE).toString();
        String bad = Files.writeString(folder.resolve("bad.avsc"), BAD).toString();

        assertThat(schema("register", "orders-value", one).output())
                .isEqualTo("registered orders-value version 1 with id 1\n");
        assertThat(schema("list").output().lines()).last().asString().startsWith("orders-value");
        assertThat(schema("show", "orders-value").output()).isEqualTo(ONE + "\n");
        assertThat(schema("show", "--id", "1").output()).isEqualTo(ONE + "\n");

        assertThat(schema("check", "orders-value", one).output()).isEqualTo("compatible\n");
        ClientProcess.Result check = schema("check", "orders-value", bad).run();
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out()).startsWith("incompatible\n").contains("/fields/0");
        ClientProcess.Result refused = schema("register", "orders-value", bad).run();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err().lines()).hasSize(1).first().asString().contains("40901");

        assertThat(schema("delete", "orders-value").output()).isEqualTo("deleted orders-value version 1\n");
        assertThat(schema("delete", "orders-value", "--permanent").output())
                .isEqualTo("deleted orders-value version 1\n");
        assertThat(schema("show", "orders-value").run().exitCode()).isEqualTo(1);
    }

    private static ClientProcess schema(String... words) {
        List<String> all = new ArrayList<>(List.of("schema"));
        all.addAll(List.of(words));
        all.addAll(List.of("--registry", NODE.httpUrl()));
        return Ottla.run(all.toArray(String[]::new));
    }
}
