package io.ottla.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ottla.registry", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    private static final String[] RULES = {
        "io.ottla.registry.schema",
        "io.ottla.registry.avro",
        "io.ottla.registry.json",
        "io.ottla.registry.protobuf",
        "io.ottla.registry.state"
    };

    @ArchTest
    static final ArchRule knowsNothingElseOfTheNode = classes()
            .that()
            .resideInAPackage("io.ottla..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.ottla.actors..",
                    "io.ottla.http..",
                    "io.ottla.protocol..",
                    "io.ottla.server..",
                    "io.ottla.storage..",
                    "akka..");

    @ArchTest
    static final ArchRule reachesBrokersByThePublicClientAlone = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka.common.requests..",
                    "org.apache.kafka.common.message..",
                    "org.apache.kafka.common.record.internal..",
                    "org.apache.kafka.clients.consumer.internals..",
                    "org.apache.kafka.clients.producer.internals..");

    @ArchTest
    static final ArchRule rulesArePure = noClasses()
            .that()
            .resideInAnyPackage(RULES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "java.io..", "java.nio.file..", "java.time..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule languagesDoNotKnowSubjects = noClasses()
            .that()
            .resideInAnyPackage(RULES[0], RULES[1], RULES[2], RULES[3])
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ottla.registry.state", "io.ottla.registry.store");
}
