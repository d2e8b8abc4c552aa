package dev.parley.bus.older;

/** A family as a node knows it that was not restarted yet. */
public sealed interface Talk {

    /** Between these two the next version puts another. */
    enum Mood {
        CALM,
        LOUD
    }

    record Said(Who by, String text, Mood mood) implements Talk {}

    record Who(String name) {}
}
