package dev.parley.bench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {
    private static final Figure SPEED = Figure.drawn("speed", "speed", "km/h", 1);
    private static final Figure SLOWEST = Figure.drawn("slowest", "slow & <er>", "km/h", 1);
    private static final Figure CPU = Figure.drawn("cpu_us", "CPU", "µs", 0);
    private static final Figure LOST = Figure.count("lost", "lost");
    private static final Figure SENT = Figure.jsonOnly("sent");

    private final Report report = new Report("race", "track");

    private void add(String label, double size, double speed, double slowest, double cpu) {
        report.add(
                new Report.Case(label, size),
                new Measurement()
                        .put(SPEED, speed)
                        .put(SLOWEST, slowest)
                        .put(CPU, cpu)
                        .put(LOST, 0)
                        .put(SENT, 1234));
    }

    private static List<Element> elements(String svg, String name) throws Exception {
        NodeList all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName(name);
        return java.util.stream.IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }

    private static List<Double> numbers(List<Element> elements, String attribute) {
        return elements.stream()
                .map(element -> Double.valueOf(element.getAttribute(attribute)))
                .toList();
    }

    @Test
    void cellsAreMediansWithTheirSpread() {
        add("short", Double.NaN, 3000, 1, Double.NaN);
        add("longer one", Double.NaN, 2, 1, Double.NaN);
        add("short", Double.NaN, 1000.4, 1, Double.NaN);
        add("short", Double.NaN, 2000, 1, Double.NaN);
        assertEquals(
                List.of(
                        "track                      speed km/h  slow & <er> km/h  CPU µs  lost",
                        "short       2,000.0 (1,000.4–3,000.0)               1.0             0",
                        "longer one                        2.0               1.0             0"),
                report.table());
    }

    @Test
    void notesFollowTheTableOnceEach() {
        for (int i = 0; i < 2; i++) {
            report.add(
                    new Report.Case("a", Double.NaN),
                    new Measurement().put(LOST, 7).note("refused"));
        }
        assertEquals(List.of("track  lost", "a         7", "note: a: refused"), report.table());
    }

    @Test
    void everyRoundIsAJsonLineWithoutWhatWasNotMeasured() {
        add("short", Double.NaN, 3.5, 1, Double.NaN);
        add("short", Double.NaN, 4.5, 1, 7);
        assertEquals(
                List.of(
                        "{\"bench\":\"race\",\"case\":\"short\",\"round\":1,\"speed\":3.5,\"slowest\":1.0,\"lost\":0,\"sent\":1234}",
                        "{\"bench\":\"race\",\"case\":\"short\",\"round\":2,\"speed\":4.5,\"slowest\":1.0,\"cpu_us\":7.0,\"lost\":0,\"sent\":1234}"),
                report.jsonLines());
    }

    @Test
    void figuresOfOneUnitShareAPanelAndEmptyOnesHaveNone() throws Exception {
        add("1", 1, 10, 5, Double.NaN);
        add("2", 2, 20, 0, Double.NaN);
        String svg = report.svg();
        List<Double> heights = numbers(elements(svg, "circle"), "cy");
        assertEquals(4, heights.size(), svg);
        double bottom = heights.get(3);
        assertEquals(bottom - heights.get(1), 2 * (bottom - heights.get(0)), 0.11);
        assertEquals(bottom - heights.get(0), 2 * (bottom - heights.get(2)), 0.11);
        assertTrue(
                elements(svg, "text").stream()
                        .anyMatch(text -> text.getTextContent().equals("slow & <er>")),
                svg);
        assertTrue(
                elements(svg, "text").stream()
                        .noneMatch(text -> text.getTextContent().equals("µs")),
                svg);
    }

    @Test
    void sizesThatGrowByFactorsStandAtEvenDistances() throws Exception {
        add("1", 1, 3, 1, 10);
        add("10", 10, 6, 1, Double.NaN);
        add("100", 100, 9, 1, 30);
        List<Element> points = elements(report.svg(), "circle");
        assertEquals(8, points.size(), "a missing figure has no point");
        List<Double> x = numbers(points.subList(0, 3), "cx");
        assertEquals(x.get(1) - x.get(0), x.get(2) - x.get(1), 0.11);
        List<Double> y = numbers(points.subList(0, 3), "cy");
        assertEquals(y.get(0) - y.get(1), y.get(1) - y.get(2), 0.11);
        assertTrue(y.get(0) > y.get(2), "up is more");
    }

    @Test
    void marksAreRoundAndReachTheMost() {
        assertEquals(
                List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0), Scale.upTo(100).marks());
        assertEquals(List.of(0.0, 50.0, 100.0, 150.0), Scale.upTo(122).marks());
        assertEquals(5, Scale.upTo(4.2).top());
        assertEquals("0.05", Scale.upTo(0.2).text(0.05));
        assertEquals("20k", Scale.upTo(90_000).text(20_000));
        for (double most : new double[] {0, 1e-3, 0.7, 1, 3, 9.99, 10, 11, 12345}) {
            assertTrue(Scale.upTo(most).top() >= most, "most " + most);
            assertTrue(Scale.upTo(most).marks().size() <= 7, "most " + most);
        }
    }

    @Test
    void latenciesKeepThreeDigits() {
        Latencies latencies = new Latencies();
        assertEquals(Double.NaN, latencies.millis(50));
        for (int i = 1; i <= 1000; i++) {
            latencies.record(i * 1_000_000L);
        }
        assertEquals(500, latencies.millis(50), 0.6);
        assertEquals(990_000, latencies.micros(99), 1000);
        assertEquals(1000, latencies.maxMillis(), 1);
        latencies.record(-1);
        latencies.record(Long.MAX_VALUE);
        assertEquals(1002, latencies.count());
        latencies.clear();
        assertEquals(0, latencies.count());
    }

    @Test
    void aSpreadOfNothingIsEmpty() {
        assertEquals("", Spread.of(List.of()).text(1));
        assertEquals("", Spread.of(List.of(Double.NaN)).text(1));
        assertEquals("2.5 (1.0–4.0)", Spread.of(List.of(4.0, 1.0, 2.0, 3.0)).text(1));
        assertEquals("2", Spread.of(List.of(2.1, 1.9)).text(0));
        assertThrows(IllegalArgumentException.class, () -> new TextTable(List.of("a")).row(List.of("b", "c")));
    }
}
