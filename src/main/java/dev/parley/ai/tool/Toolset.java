package dev.parley.ai.tool;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unites the tools of several sources under unique names: of two tools with the same name the first counts.
 *
 * <p>At most {@link #TOOLS_MAX} tools; that some are left out is logged when their number changes. May be called from
 * any thread.
 */
public final class Toolset implements Toolbox {
    /** Most tools; the rest is left out. */
    public static final int TOOLS_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Toolset.class);

    private final List<Tool> fixed;
    private final List<Toolbox> changing;
    private final AtomicInteger leftOut = new AtomicInteger();

    /** A set of tools that never change, and of boxes that are asked anew each time. */
    public Toolset(List<Tool> fixed, List<? extends Toolbox> changing) {
        this.fixed = List.copyOf(fixed);
        this.changing = List.copyOf(changing);
    }

    @Override
    public List<Tool> tools() {
        List<Tool> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        add(fixed, all, names);
        changing.forEach(box -> add(box.tools(), all, names));
        log(Math.max(0, all.size() - TOOLS_MAX));
        return List.copyOf(all.subList(0, Math.min(all.size(), TOOLS_MAX)));
    }

    @Override
    public Future<Void> refresh() {
        return Future.all(changing.stream().map(Toolbox::refresh).toList()).mapEmpty();
    }

    private static void add(List<Tool> more, List<Tool> all, Set<String> names) {
        for (Tool tool : more) {
            if (names.add(tool.spec().name())) {
                all.add(tool);
            }
        }
    }

    private void log(int now) {
        if (leftOut.getAndSet(now) != now && now > 0) {
            LOG.warn("{} tools are left out: a node has at most {}", now, TOOLS_MAX);
        }
    }
}
