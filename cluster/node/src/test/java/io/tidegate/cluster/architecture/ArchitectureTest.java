package io.tidegate.cluster.architecture;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {

  private static final String BROKEN = "io.tidegate.cluster.architecture.broken";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tidegate");

  /** Breaks every rule once; it is compiled with the tests, and never run. */
  private static final JavaClasses BROKEN_ONES = new ClassFileImporter().importPackages(BROKEN);

  @TestFactory
  Stream<DynamicTest> keepsItsBoundaries() {
    return tests(Boundaries.below("io.tidegate"), rule -> rule.check(OURS));
  }

  @TestFactory
  Stream<DynamicTest> noticesEveryBoundaryThatIsBroken() {
    return tests(
        Boundaries.below(BROKEN),
        rule -> assertThrows(AssertionError.class, () -> rule.check(BROKEN_ONES)));
  }

  @Test
  void looksAtClassesAtAll() {
    for (var domain : Boundaries.DOMAINS) {
      assertTrue(
          OURS.stream().anyMatch(one -> one.getPackageName().equals("io.tidegate." + domain)),
          domain);
    }
  }

  private static Stream<DynamicTest> tests(
      Map<String, ArchRule> rules, java.util.function.Consumer<ArchRule> check) {
    return rules.entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> check.accept(rule.getValue())));
  }
}
