package dev.parley.bench.figure;

import java.util.List;
import java.util.Locale;

/**
 * Draws a picture as SVG 1.1: a title, and below it one pair of axes for each unit, with a legend. Dark on white,
 * without scripts and with the reader's own fonts. Pure.
 */
final class SvgChart {
    private static final int WIDTH = 860;
    private static final int HEAD = 44;
    private static final int PANEL = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int ABOVE = 26;
    private static final int BELOW = 44;
    /** Places that are nearer to each other go without a name. */
    private static final int LABEL = 36;

    private static final List<String> COLOURS =
            List.of("#1f5fa8", "#c8511b", "#2f7d32", "#7b3f98", "#8a6d00", "#00796b", "#ad1457", "#455a64");

    private final StringBuilder svg = new StringBuilder();

    private SvgChart() {}

    static String of(String title, String xTitle, List<Panel> panels) {
        SvgChart chart = new SvgChart();
        int height = HEAD + PANEL * panels.size();
        chart.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">%n",
                WIDTH, height, WIDTH, height);
        chart.add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, height);
        chart.text(LEFT, 26, "start", " font-size=\"16\" font-weight=\"bold\"", title);
        for (int i = 0; i < panels.size(); i++) {
            chart.draw(panels.get(i), HEAD + i * PANEL, xTitle);
        }
        return chart.svg.append("</svg>\n").toString();
    }

    private void draw(Panel panel, int top, String xTitle) {
        Scale scale = Scale.upTo(panel.most());
        int from = top + ABOVE;
        int to = top + PANEL - BELOW;
        int right = WIDTH - RIGHT;
        text(LEFT, from - 10, "start", " font-weight=\"bold\"", panel.unit());
        for (double mark : scale.marks()) {
            double y = to - (to - from) * mark / scale.top();
            line(LEFT, y, right, y, mark == 0 ? "#222" : "#ddd");
            text(LEFT - 8, y + 4, "end", "", scale.text(mark));
        }
        double last = 0;
        for (int place = 0; place < panel.places().size(); place++) {
            double x = LEFT + (right - LEFT) * panel.at(place);
            if (x - last >= LABEL) {
                text(x, to + 18, "middle", "", panel.places().get(place));
                last = x;
            }
        }
        text((LEFT + right) / 2.0, to + 36, "middle", " fill=\"#555\"", xTitle);
        for (int i = 0; i < panel.series().size(); i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            int y = from + 6 + i * 20;
            add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"10\" fill=\"%s\"/>%n", right + 18, y, colour);
            text(right + 38, y + 10, "start", "", panel.series().get(i).name());
            curve(panel, i, colour, from, to, scale);
        }
    }

    private void curve(Panel panel, int index, String colour, int from, int to, Scale scale) {
        StringBuilder points = new StringBuilder();
        List<Double> values = panel.series().get(index).values();
        for (int place = 0; place < values.size(); place++) {
            double value = values.get(place);
            if (Double.isFinite(value)) {
                double x = LEFT + (WIDTH - RIGHT - LEFT) * panel.at(place);
                double y = to - (to - from) * value / scale.top();
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
                add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x, y, colour);
            }
        }
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", points, colour);
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x1, y1, x2, y2, colour);
    }

    private void text(double x, double y, String anchor, String style, String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>%n", x, y, anchor, style, safe);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
