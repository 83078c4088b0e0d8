package io.ottla.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ottla.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    @ArchTest
    static final ArchRule onlyThePortKnowsNetty = noClasses()
            .that()
            .resideOutsideOfPackage("io.ottla.protocol.net..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule theKafkaPortKnowsNoneOfItsUsers = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ottla.server..", "io.ottla.http..", "io.ottla.testkit..");

    @ArchTest
    static final ArchRule handlersKnowNoSockets = noClasses()
            .that()
            .resideOutsideOfPackage("io.ottla.protocol.net..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ottla.protocol.net..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.ottla.protocol.(*)..").should().beFreeOfCycles();
}
