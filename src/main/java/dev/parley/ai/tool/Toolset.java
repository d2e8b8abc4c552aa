package dev.parley.ai.tool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tools of several sources under unique names: of two with the same name the first counts. May be asked from any thread. */
public final class Toolset implements Toolbox {
    /** Most tools that are offered; what comes after them is left out. */
    public static final int TOOLS_MAX = 256;

    private final List<Tool> fixed;
    private final List<Toolbox> changing;

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
        return List.copyOf(all);
    }

    private static void add(List<Tool> more, List<Tool> all, Set<String> names) {
        for (Tool tool : more) {
            if (all.size() < TOOLS_MAX && names.add(tool.spec().name())) {
                all.add(tool);
            }
        }
    }
}
