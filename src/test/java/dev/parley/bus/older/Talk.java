package dev.parley.bus.older;

import dev.parley.bus.Wire;

/** A family as a node knows it that was not restarted yet. */
@Wire("Talk")
public sealed interface Talk {

    /** Between these two the next version puts another. */
    enum Mood {
        CALM,
        LOUD
    }

    @Wire("Said")
    record Said(Who by, String text, Mood mood) implements Talk {}

    record Who(String name) {}
}
