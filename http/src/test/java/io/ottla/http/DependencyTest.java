package io.ottla.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ottla.http", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    @ArchTest
    static final ArchRule reachesBrokersByTheClientApiAlone = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ottla.actors..", "io.ottla.protocol..", "io.ottla.storage..", "io.ottla.server..");

    @ArchTest
    static final ArchRule figuresAreReadWithoutAkka = noClasses()
            .that()
            .resideInAPackage("io.ottla.http.metrics")
            .and()
            .haveSimpleNameNotContaining("Routes")
            .and()
            .haveSimpleNameNotContaining("ScrapeFormat")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..");

    @ArchTest
    static final ArchRule theFrontKnowsNoneOfItsParts = noClasses()
            .that()
            .resideInAPackage("io.ottla.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ottla.http.*..");
}
