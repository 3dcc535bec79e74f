package io.tidegate.cluster.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/fault-catalogue.md} has every row, and names only tests that are there. */
final class FaultCatalogueTest {

  private static final Set<String> ROWS =
      new TreeSet<>(
          List.of(
              ("F01 F02 F03 F04 F06 F07 F10 F11 F12 F13 F14 F15 F16 F17 F18 F20 F21 F23 F24 F25"
                      + " F26 F28 F29 F30 F31 F32 F33 F34 F35 F36 F37 F38 F39 F40 F41 F42 F44 F45"
                      + " F47 F48 F50 F51 F53 F54 F55 F56")
                  .split(" ")));

  private static final Path ROOT = Path.of(System.getProperty("tidegate.root"));
  private static final Path PAGE = ROOT.resolve("docs/fault-catalogue.md");

  private static final Pattern ROW =
      Pattern.compile("^\\| (F\\d\\d) \\| (.+) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("([A-Z]\\w+Test)(?:\\.(\\w+))?");
  private static final Pattern STEP_WITH_ROW =
      Pattern.compile("\\b([A-Z]+(?:_[A-Z]+)+)\\(Part\\.\\w+, \"(F\\d\\d)\"");

  /** A sentence says more than "no". */
  private static final int REASON_LENGTH_MIN = 40;

  /** The sources of each test class; some modules have one of the same name. */
  private static final Map<String, List<String>> tests = new HashMap<>();

  /** The steps of the chaos suite, each with its row. */
  private static final Map<String, String> steps = new HashMap<>();

  private static final List<Row> rows = new ArrayList<>();

  private record Row(String id, String shownBy) {

    /** Settings and the like begin in lower case. */
    List<String> names() {
      return CODE.matcher(shownBy)
          .results()
          .map(found -> found.group(1))
          .filter(name -> Character.isUpperCase(name.charAt(0)))
          .toList();
    }

    boolean isReason() {
      return shownBy.length() >= REASON_LENGTH_MIN && shownBy.endsWith(".");
    }
  }

  @BeforeAll
  static void read() throws IOException {
    ROW.matcher(Files.readString(PAGE))
        .results()
        .forEach(row -> rows.add(new Row(row.group(1), row.group(4))));
    Files.walkFileTree(ROOT, new Sources());
  }

  private static final class Sources extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      var name = folder.getFileName().toString();
      return name.startsWith(".") || name.equals("target")
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      var name = file.getFileName().toString();
      if (name.endsWith("Test.java")) {
        tests
            .computeIfAbsent(name.replace(".java", ""), _ -> new ArrayList<>())
            .add(Files.readString(file));
      } else if (name.equals("FaultKind.java")) {
        STEP_WITH_ROW
            .matcher(Files.readString(file))
            .results()
            .forEach(step -> steps.put(step.group(1), step.group(2)));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  @Test
  void hasEveryRowOnce() {
    var ids = rows.stream().map(Row::id).sorted().toList();
    assertEquals(List.copyOf(ROWS), ids);
  }

  @Test
  void showsEachRowByATestOrSaysWhyNot() {
    var neither =
        rows.stream().filter(row -> row.names().isEmpty() && !row.isReason()).map(Row::id).toList();
    assertEquals(List.of(), neither);
  }

  @Test
  void namesOnlyWhatIsThere() {
    var missing = new TreeSet<String>();
    for (var row : rows) {
      row.names().stream()
          .filter(name -> !isThere(name))
          .forEach(name -> missing.add(row.id() + ": " + name));
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void hasEachStepOfTheChaosSuiteInItsRow() {
    assertTrue(steps.size() >= 15, "only " + steps.keySet());
    steps.forEach(
        (step, id) ->
            assertTrue(
                rows.stream().anyMatch(row -> row.id().equals(id) && row.names().contains(step)),
                step + " belongs to " + id));
  }

  private static boolean isThere(String name) {
    var test = TEST.matcher(name);
    if (!test.matches()) {
      return steps.containsKey(name);
    }
    var sources = tests.getOrDefault(test.group(1), List.of());
    return test.group(2) == null
        ? !sources.isEmpty()
        : sources.stream().anyMatch(source -> hasTest(source, test.group(2)));
  }

  /** A test's method; only the ones of factories return anything. */
  private static boolean hasTest(String source, String method) {
    return Pattern.compile("(?:void|>) " + method + "\\(").matcher(source).find();
  }
}
