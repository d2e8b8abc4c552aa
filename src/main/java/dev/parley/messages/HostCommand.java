package dev.parley.messages;

/** What a node that hosts rooms can be asked, at {@link Addresses#host}. */
public sealed interface HostCommand {

    /** Have this room in memory, ready to answer at its own address. */
    record Activate(String room) implements HostCommand {}

    /** This room is yours no more: hand it over, or give it back if the store alone believes that you have it. */
    record GiveBack(String room) implements HostCommand {}

    /** Do you hear me? */
    record Ping() implements HostCommand {}

    /** The answers. */
    sealed interface Reply {
        /** It is. */
        record Active(String room) implements Reply {}

        /** It does, and holds its lease or not. */
        record Pong(boolean leased) implements Reply {}

        /** It will be free soon. */
        record GivenBack(String room) implements Reply {}
    }
}
