package dev.parley.bench.load;

import dev.parley.bench.figure.Figure;

/** The figures that several workloads share. */
final class CommonFigures {
    static final Figure P50_MS = Figure.drawn("p50_ms", "p50", "ms", 2);
    static final Figure P99_MS = Figure.drawn("p99_ms", "p99", "ms", 2);
    static final Figure P999_MS = Figure.drawn("p999_ms", "p99.9", "ms", 2);
    static final Figure MAX_MS = Figure.listed("max_ms", "max", "ms", 1);
    static final Figure RSS_MB = Figure.drawn("rss_mb", "server RSS", "MB", 0);
    static final Figure MESSAGES = Figure.jsonOnly("messages");
    static final Figure ACKED = Figure.jsonOnly("acked");
    static final Figure REFUSED = Figure.count("refused", "refused");
    static final Figure LOST = Figure.count("lost", "lost");
    /** A value near 1 means that the generator is the limit. */
    static final Figure GENERATOR = Figure.listed("generator_cores", "generator", "cores", 2);

    static final double MEGABYTE = 1 << 20;

    private CommonFigures() {}
}
