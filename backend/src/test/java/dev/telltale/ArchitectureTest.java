package dev.telltale;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.telltale.stats.WrongNeighbour;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The floors of the house, as the table of rooms in CONTRIBUTING.md has them. */
class ArchitectureTest {
  private static final String HOUSE = "dev.telltale.";

  /** A room sees only rooms of lower floors; the rooms of one floor do not see each other. */
  private static final Map<String, Integer> FLOORS =
      Map.ofEntries(
          Map.entry("cli", 7),
          Map.entry("web", 6),
          Map.entry("pipeline", 5),
          Map.entry("study", 5),
          Map.entry("screening", 4),
          Map.entry("saliency", 3),
          Map.entry("groups", 3),
          Map.entry("spuriosity", 3),
          Map.entry("train", 3),
          Map.entry("audit", 2),
          Map.entry("features", 2),
          Map.entry("model", 1),
          Map.entry("dataset", 1),
          Map.entry("kafka", 1),
          Map.entry("arrays", 0),
          Map.entry("files", 0),
          Map.entry("image", 0),
          Map.entry("stats", 0));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("dev.telltale");

  private static final JavaClasses WRONG =
      new ClassFileImporter().importClasses(WrongNeighbour.class);

  static final ArchRule IMPORTS_ONLY_LOWER_FLOORS =
      classes().should(importOnlyLowerFloors()).as("a room imports only rooms of lower floors");

  static final ArchRule ONLY_MODEL_TOUCHES_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.telltale.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch..");

  static final ArchRule ONLY_THE_UPPER_FLOORS_KNOW_VERTX =
      noClasses()
          .that(
              resideInAPackage("dev.telltale..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.telltale.pipeline..",
                              "dev.telltale.web..",
                              "dev.telltale.cli.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  static final ArchRule THE_LOWER_FLOORS_KNOW_NO_KAFKA =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.telltale.study..",
              "dev.telltale.screening..",
              "dev.telltale.saliency..",
              "dev.telltale.groups..",
              "dev.telltale.spuriosity..",
              "dev.telltale.train..",
              "dev.telltale.audit..",
              "dev.telltale.features..",
              "dev.telltale.model..",
              "dev.telltale.dataset..",
              "dev.telltale.arrays..",
              "dev.telltale.files..",
              "dev.telltale.image..",
              "dev.telltale.stats..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "dev.telltale.kafka..");

  @SuppressWarnings("unused") // named by @FieldSource
  static final List<ArchRule> RULES =
      List.of(
          IMPORTS_ONLY_LOWER_FLOORS,
          ONLY_MODEL_TOUCHES_THE_ENGINE,
          ONLY_THE_UPPER_FLOORS_KNOW_VERTX,
          THE_LOWER_FLOORS_KNOW_NO_KAFKA);

  @ParameterizedTest
  @FieldSource("RULES")
  void theHouseKeepsTheRule(ArchRule rule) {
    rule.check(MAIN);
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void aClassThatBreaksTheRuleIsFound(ArchRule rule) {
    assertThat(rule.evaluate(WRONG).hasViolation()).isTrue();
  }

  @Test
  void packagesDoNotImportEachOtherInCircles() {
    slices()
        .matching("dev.telltale.(**)")
        .should()
        .beFreeOfCycles()
        // Within its room, the producer needs the events and the events the names of their topics.
        .ignoreDependency(
            resideInAPackage("dev.telltale.kafka.."), resideInAPackage("dev.telltale.kafka.."))
        .check(MAIN);
  }

  @Test
  void everyPackageSaysWhatItIsForAndThatNothingInItIsNullUnlessMarked() {
    MAIN.stream()
        .map(JavaClass::getPackage)
        .distinct()
        .forEach(
            room ->
                assertThat(room.tryGetPackageInfo())
                    .as(room.getName())
                    .hasValueSatisfying(
                        info ->
                            assertThat(info.isAnnotatedWith(NullMarked.class))
                                .as(room.getName() + " is @NullMarked")
                                .isTrue()));
  }

  private static ArchCondition<JavaClass> importOnlyLowerFloors() {
    return new ArchCondition<>("import only lower floors") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (target.getPackageName().startsWith(HOUSE)
              && !room(type).equals(room(target))
              && floor(type) <= floor(target)) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(HOUSE.length()).split("\\.", 2)[0];
  }

  private static int floor(JavaClass type) {
    Integer floor = FLOORS.get(room(type));
    assertThat(floor).as("a new room needs a floor: " + room(type)).isNotNull();
    return floor;
  }
}
