package dev.parley.ai.tool;

import java.util.List;

/** Where tools come from. Asked at the start of every turn's round, so what is there may change. */
@FunctionalInterface
public interface Toolbox {
    List<Tool> tools();
}
