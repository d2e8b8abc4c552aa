package dev.parley.ai.tool;

import java.util.List;

/** Provides tools. It is asked at the start of every step, so the tools may change. */
@FunctionalInterface
public interface Toolbox {
    List<Tool> tools();
}
