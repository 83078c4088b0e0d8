package io.ottla.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ottla.storage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule STANDS_ON_NOTHING_OF_OURS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "akka..", "scala..", "io.netty..", "io.ottla.actors..", "io.ottla.protocol..", "io.ottla.server..");

    @ArchTest
    static final ArchRule KNOWS_NO_REQUESTS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.common.requests..", "org.apache.kafka.common.message..");

    @ArchTest
    static final ArchRule PRODUCER_STATE_AND_BATCH_CHECKS_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage("io.ottla.storage.producer..", "io.ottla.storage.batch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.channels..", "java.nio.file..", "java.util.concurrent..", "java.time..");

    @ArchTest
    static final ArchRule ONLY_THE_REAL_DISK_OPENS_FILES = noClasses()
            .that()
            .doNotHaveSimpleName("NioDisk")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files");
}
