package ircd.health;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The picture in {@code package-info.java} of the root, kept true. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("ircd.health");

    @Test
    void everythingFlowsOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("kernel")
                .definedBy("ircd.health.kernel")
                .layer("check")
                .definedBy("ircd.health.check")
                .layer("verdict")
                .definedBy("ircd.health.verdict")
                .layer("state")
                .definedBy("ircd.health.state")
                .layer("tls")
                .definedBy("ircd.health.tls")
                .layer("surface")
                .definedBy("ircd.health.surface..")
                .layer("demo")
                .definedBy("ircd.health.demo")
                .layer("entrances")
                .definedBy("ircd.health")
                .whereLayer("entrances")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("surface")
                .mayOnlyBeAccessedByLayers("entrances")
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("entrances")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("surface", "entrances")
                .whereLayer("verdict")
                .mayOnlyBeAccessedByLayers("state", "surface", "entrances")
                .whereLayer("check")
                .mayOnlyBeAccessedByLayers("verdict", "state", "surface", "entrances")
                .whereLayer("tls")
                .mayOnlyBeAccessedByLayers("surface", "entrances")
                .whereLayer("kernel")
                .mayNotAccessAnyLayer()
                .whereLayer("tls")
                .mayNotAccessAnyLayer()
                .whereLayer("demo")
                .mayNotAccessAnyLayer()
                .check(OURS);
    }

    @Test
    void surfacesNeverUseEachOther() {
        slices().matching("ircd.health.surface.(*)..")
                .should()
                .notDependOnEachOther()
                .check(OURS);
    }

    @Test
    void theVerdictIsPure() {
        noClasses()
                .that()
                .resideInAPackage("ircd.health.verdict")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.util.concurrent..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(OURS);
    }

    @Test
    void onlyMainEndsTheJvm() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(OURS);
    }

    @Test
    void thePlatformMBeanServerIsHandedInByTheEntrances() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ircd.health")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ManagementFactory.class)
                .check(OURS);
    }

    @Test
    void thereIsNoMutableStaticState() {
        fields().that().areStatic().should().beFinal().check(OURS);
    }

    @Test
    void classesAreNotMadeToBeExtended() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(OURS);
    }
}
