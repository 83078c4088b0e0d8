package io.ottla.multinode.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The clients that tests run as processes. A missing one skips the test, or fails it with {@code CI=true}. */
public final class Clients {
    private static final String INSTALL = "; .ci/run installs it";

    private Clients() {}

    /** The command line of librdkafka. */
    public static ClientProcess kcat(String... arguments) {
        Requirement.require(runs("kcat", "-V"), "kcat is missing" + INSTALL);
        return ClientProcess.command(words(List.of("kcat"), arguments));
    }

    /** A script of ours in JavaScript. */
    public static ClientProcess javaScript(String script, String... arguments) {
        Path modules = Build.clientScripts().resolve("node_modules/kafkajs");
        Requirement.require(runs("node", "--version"), "Node.js is missing" + INSTALL);
        Requirement.require(Files.isDirectory(modules), "KafkaJS is missing; npm ci in " + Build.clientScripts());
        return ClientProcess.command(words(
                        List.of("node", Build.clientScripts().resolve(script).toString()), arguments))
                // Its warning that partitioning changed in 2.0 is not about us.
                .environment("KAFKAJS_NO_PARTITIONER_WARNING", "1");
    }

    /** A script of ours with kafka-python. */
    public static ClientProcess python(String script, String... arguments) {
        return python("kafka, lz4, snappy, zstandard", "python3-kafka, or a codec for it,", script, arguments);
    }

    /** A script of ours with confluent-kafka, which is librdkafka for Python. */
    public static ClientProcess confluentPython(String script, String... arguments) {
        return python("confluent_kafka", "python3-confluent-kafka", script, arguments);
    }

    /** Run by Debian's own interpreter, whose packages it needs. */
    private static ClientProcess python(String modules, String packages, String script, String... arguments) {
        Requirement.require(runs("/usr/bin/python3", "-c", "import " + modules), packages + " is missing" + INSTALL);
        return ClientProcess.command(words(
                List.of(
                        "/usr/bin/python3",
                        Build.clientScripts().resolve(script).toString()),
                arguments));
    }

    /** A main class of Kafka's tools. */
    public static ClientProcess kafkaTool(String mainClass, String... arguments) {
        return java("kafka-tools", mainClass, arguments);
    }

    /** A main class of Kafka's broker jar. */
    public static ClientProcess kafkaServerTool(String mainClass, String... arguments) {
        return java("kafka-server", mainClass, arguments);
    }

    /** Our program for old client libraries, compiled against and run with one of them. */
    public static ClientProcess oldClient(String version, String... arguments) {
        return java(
                "kafka-clients-" + version,
                Build.peerSources().resolve("OldClient.java").toString(),
                arguments);
    }

    private static ClientProcess java(String peer, String mainClass, String... arguments) {
        List<String> words = new ArrayList<>(javaWords(peer));
        words.add(mainClass);
        return ClientProcess.command(words(words, arguments));
    }

    /** A JVM on a peer's class path, up to the main class. */
    static List<String> javaWords(String peer) {
        Path jars = Build.peerJars(peer);
        Requirement.require(
                Files.exists(jars.resolve(".resolved")),
                peer + " is missing in " + jars + "; the build fetches it when it has the network");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        // Short runs: what a program saves by optimised code it would spend on optimising.
        return List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", jars + "/*");
    }

    private static boolean runs(String... command) {
        List<String> shell = List.of("sh", "-c", "command -v \"$1\" >/dev/null && \"$@\"", "sh");
        return ClientProcess.command(words(shell, command)).run().exitCode() == 0;
    }

    private static List<String> words(List<String> first, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all;
    }
}
