package dev.parley.bench.figure;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects all rounds of all cases of one benchmark and shows them: as a table, JSON lines or a picture. Pure; for one
 * thread.
 */
public final class Report {
    private final String name;
    private final String caseTitle;
    private final Map<Case, List<Measurement>> rounds = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /**
     * One thing that is measured.
     *
     * @param size its place on the x-axis of a picture; NaN when it has none
     */
    public record Case(String label, double size) {
        /** A case that stands in tables only. */
        public Case(String label) {
            this(label, Double.NaN);
        }
    }

    private record Row(Case measured, int round, Measurement measurement) {}

    /** {@code caseTitle} is what the cases are: shapes, senders, members. */
    public Report(String name, String caseTitle) {
        this.name = name;
        this.caseTitle = caseTitle;
    }

    /** Takes one more round of a case. */
    public void add(Case measured, Measurement measurement) {
        List<Measurement> earlier = rounds.computeIfAbsent(measured, first -> new ArrayList<>());
        earlier.add(measurement);
        rows.add(new Row(measured, earlier.size(), measurement));
    }

    /** One JSON object a round and case. */
    public List<String> jsonLines() {
        return rows.stream().map(this::json).toList();
    }

    private String json(Row row) {
        return new JsonObject()
                .put("bench", name)
                .put("case", row.measured().label())
                .put("round", row.round())
                .mergeIn(row.measurement().toJson())
                .encode();
    }

    /** A row a case, each cell {@code median (min–max)} over the rounds; below it the notes, each once. */
    public List<String> table() {
        List<Figure> figures = figures().stream()
                .filter(figure -> figure.shown() != Figure.Shown.JSON_ONLY)
                .toList();
        TextTable table = new TextTable(
                Stream.concat(Stream.of(caseTitle), figures.stream().map(Figure::heading))
                        .toList());
        rounds.forEach((measured, all) -> table.row(
                Stream.concat(Stream.of(measured.label()), figures.stream().map(figure -> spread(all, figure)
                                .text(figure.decimals())))
                        .toList()));
        List<String> lines = new ArrayList<>(table.lines());
        Set<String> notes = new LinkedHashSet<>();
        rounds.forEach((measured, all) ->
                all.forEach(one -> one.notes().forEach(note -> notes.add("note: " + measured.label() + ": " + note))));
        lines.addAll(notes);
        return lines;
    }

    /**
     * The medians as lines over the sizes of the cases, one pair of axes for each unit. Every case must have a size.
     */
    public String svg() {
        List<Case> cases = List.copyOf(rounds.keySet());
        Map<String, List<Panel.Series>> units = new LinkedHashMap<>();
        for (Figure figure : figures()) {
            List<Double> medians = rounds.values().stream()
                    .map(all -> spread(all, figure).median())
                    .toList();
            if (figure.shown() == Figure.Shown.DRAWN && medians.stream().anyMatch(Double::isFinite)) {
                units.computeIfAbsent(figure.unit(), unit -> new ArrayList<>())
                        .add(new Panel.Series(figure.title(), medians));
            }
        }
        List<String> places = cases.stream().map(Case::label).toList();
        List<Double> x = cases.stream().map(Case::size).toList();
        List<Panel> panels = new ArrayList<>();
        units.forEach((unit, series) -> panels.add(new Panel(unit, places, x, series)));
        return SvgChart.of("Parley bench " + name, caseTitle, panels);
    }

    private List<Figure> figures() {
        return rounds.values().stream()
                .flatMap(List::stream)
                .flatMap(one -> one.figures().stream())
                .distinct()
                .toList();
    }

    private static Spread spread(List<Measurement> all, Figure figure) {
        return Spread.of(all.stream().map(one -> one.get(figure)).toList());
    }
}
