package io.ottla.actors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;

/** Which way dependencies point, and what the rules of safety may touch. */
@AnalyzeClasses(packages = "io.ottla.actors", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ACTORS_KNOW_STORAGE_AND_NOTHING_ABOVE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.ottla.protocol..", "io.ottla.http..", "io.ottla.server..", "io.netty..", "akka.http..");

    @ArchTest
    static final ArchRule KAFKAS_REQUESTS_STAY_IN_PROTOCOL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.common.requests..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.common.message.ProduceRequestData");

    /** Commands carry references to whom to answer; the rules themselves touch neither actors nor machines. */
    @ArchTest
    static final ArchRule STATE_IS_PURE = noClasses()
            .that()
            .resideInAPackage("..state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "akka.actor.typed.javadsl..",
                    "akka.stream..",
                    "akka.persistence..",
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.util.concurrent.atomic..",
                    "java.util.concurrent.locks..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule NOTHING_IS_JAVA_SERIALIZED = classes()
            .that()
            .areRecords()
            .should()
            .notBeAssignableTo(Serializable.class)
            .because("messages that leave the JVM are CBOR");
}
