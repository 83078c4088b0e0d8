package io.ottla.testkit.contract;

import io.ottla.testkit.OttlaCluster;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the originals answer, as scripts over real HTTP: see {@link Script}. */
class ContractTest {
    private static OttlaCluster cluster;

    @BeforeAll
    static void start() {
        cluster = OttlaCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> registry() {
        return tests("/contract/registry.txt");
    }

    @TestFactory
    Stream<DynamicTest> versionTwo() {
        return tests("/contract/rest-v2.txt");
    }

    @TestFactory
    Stream<DynamicTest> versionThree() {
        return tests("/contract/rest-v3.txt");
    }

    private static Stream<DynamicTest> tests(String script) {
        ScriptRunner runner = new ScriptRunner(cluster.httpUrl());
        return Script.read(script).stream()
                .map(section -> DynamicTest.dynamicTest(section.title(), () -> runner.run(section)));
    }
}
