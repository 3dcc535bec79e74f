package io.tidegate.loadtests.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class ReportTest {

  private static final Results RESULTS =
      new Results(
          Map.of("cpu", "a & b <c>"),
          Map.of("command", "./tidegate bench"),
          List.of(new Sweep(Names.PG_HOT, Map.of(1, 100.0, 4, 400.0, 64, 200.0))),
          List.of(
              Round.of(Names.HOT, 1, 12_345),
              Round.of(Names.PG_HOT, 1, 5_000),
              Round.of("a <b> & c", 1, 10),
              Round.of(Names.UNIFORM, 1, 99, "3 answered orders are lost")));

  @Test
  void drawsAnImageThatIsWellFormed() throws Exception {
    var image =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Chart.svg(RESULTS))));

    assertEquals("svg", image.getDocumentElement().getTagName());
    assertEquals(3, image.getElementsByTagName("path").getLength());
  }

  @Test
  void writesJsonThatCanBeRead() throws Exception {
    var json = new ObjectMapper().readTree(Report.json(RESULTS));

    assertEquals(12_345, json.at("/measurements/0/perSecond").asInt());
    assertEquals("PASS", json.at("/figures/0/verdict").asText());
    assertEquals(4, json.at("/sweeps/0/best").asInt());
  }

  @Test
  void saysWhichRoundsDoNotCount() {
    assertTrue(Report.text(RESULTS).contains("3 answered orders are lost"));
    assertTrue(Report.markdown(RESULTS).contains("3 answered orders are lost"));
  }

  @Test
  void linesUpItsColumns() {
    var lines = Tables.rates(RESULTS).toText().lines().toList();

    assertEquals(1, lines.stream().map(String::length).distinct().count(), lines::toString);
  }
}
