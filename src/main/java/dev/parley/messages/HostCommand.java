package dev.parley.messages;

import dev.parley.bus.Wire;

/** A command to a node that hosts rooms, at {@link Addresses#host}. */
@Wire("HostCommand")
public sealed interface HostCommand {

    /** Have this room in memory, ready to answer at its own address. */
    @Wire("Activate")
    record Activate(String room) implements HostCommand {}

    /** This room is yours no more: hand it over, or give it back if the store alone believes that you have it. */
    @Wire("GiveBack")
    record GiveBack(String room) implements HostCommand {}

    /** Do you hear me? */
    @Wire("Ping")
    record Ping() implements HostCommand {}

    /** The answers. */
    @Wire("HostCommand.Reply")
    sealed interface Reply {
        /** It is. */
        @Wire("Active")
        record Active(String room) implements Reply {}

        /** It does, and holds its lease or not. */
        @Wire("Pong")
        record Pong(boolean leased) implements Reply {}

        /** It will be free soon. */
        @Wire("GivenBack")
        record GivenBack(String room) implements Reply {}
    }
}
