package io.ottla.multinode.clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The agent as a jar of its own, for the JVM of a node. */
public final class ClockAgentJar {
    /** All that the agent needs in a node. */
    private static final List<String> CLASSES = List.of("ClockAgent", "ClockAgent$1", "ClockCalls", "ShiftedClock");

    private final Path jar;

    private ClockAgentJar(Path jar) {
        this.jar = jar;
    }

    /** Writes it into this folder. */
    public static ClockAgentJar in(Path folder) {
        Path jar = folder.resolve("clock-agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), ClockAgent.class.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : CLASSES) {
                String file = name + ".class";
                out.putNextEntry(new JarEntry(ClockAgent.class.getPackageName().replace('.', '/') + "/" + file));
                try (InputStream in = Objects.requireNonNull(ClockAgent.class.getResourceAsStream(file), file)) {
                    in.transferTo(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + jar, e);
        }
        return new ClockAgentJar(jar);
    }

    /** The JVM's option for a clock that is so far ahead. */
    public String option(Duration ahead) {
        return "-javaagent:" + jar.toAbsolutePath() + "=" + ahead.toMillis();
    }
}
