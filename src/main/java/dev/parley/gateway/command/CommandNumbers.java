package dev.parley.gateway.command;

/** Numbers the commands of one gateway in the order in which they came, whatever their rooms. On its context. */
public final class CommandNumbers {
    private long last;

    long next() {
        return ++last;
    }
}
