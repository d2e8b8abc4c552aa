package dev.parley.bench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Aligns cells in columns for a terminal: the first column to the left, the others to the right. Pure. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    /** Adds a row of as many cells as there are headings. */
    public void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells");
        }
        rows.add(List.copyOf(cells));
    }

    /** The table as lines, one for each row. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        StringJoiner line = new StringJoiner(GAP);
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String space = " ".repeat(width(i) - cell.length());
            line.add(i == 0 ? cell + space : space + cell);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }
}
