package dev.parley.access;

import dev.parley.messages.Principal;

/**
 * What somebody may want to do in a room, or with what the server knows. Who may is in {@link AccessRules}. A refused
 * one is {@code forbidden} with the action's own text, or with that of {@link #ENTER} when it is the room that is
 * closed.
 */
public enum Action {
    /** Be in a room: get its events, see who is there and who types. */
    ENTER("you may not enter this room"),

    /** Read a room's history, its options and its turns. */
    READ("you may not enter this room"),

    /** Say something in a room, and be seen typing there. */
    SAY("you may not speak in this room"),

    /** Change what everybody in a room sees: edit, react, emit and signal. */
    ACT("you may not speak in this room"),

    /** Patch a room's shared state. */
    WRITE_STATE("you may not change the state of this room"),

    /** Delete a message. The resource names the user who sent it. */
    DELETE("only the sender and moderators may delete this"),

    /** Drop what the server has cached of a room. */
    REFRESH("only services and admins may do this"),

    /** Say something in a room in somebody else's name. */
    SPEAK_FOR("only a service or an admin may set from"),

    /** Stop an assistant's answer. The resource names the user who asked for it. */
    STOP_ANSWER("only the person who asked and moderators may stop an answer"),

    /** Decide whether an answer may use a tool. The resource names the user who asked for the answer. */
    DECIDE_TOOLS("only the person who asked and moderators may decide about its tools"),

    /** Make a room that does not exist. */
    MAKE_ROOM("you may not make a room of this name"),

    /** Set a room's title, topic, slow mode and who may speak. */
    CONFIGURE("only moderators, and the owner of an assistant: room, may change its settings"),

    /** Set everything else of a room. */
    CONFIGURE_ALL("only moderators of an open room, and owners, may change these settings"),

    /** Delete a room with all that it holds. */
    DELETE_ROOM("only owners and admins may delete a room"),

    /** Mute and kick, and see the audit trail. What ranks there are beside is in {@link AccessRules#mayManage}. */
    MODERATE("only moderators may do this"),

    /** Change a room's members, and invite. Ranks as for {@link #MODERATE}. */
    MANAGE_MEMBERS("only owners and moderators may change the members"),

    /** See what answers took. The resource names the user who asked for them; without one, it is everybody's. */
    SEE_USAGE("only services and admins may see others' usage");

    private final String refusal;

    Action(String refusal) {
        this.refusal = refusal;
    }

    /** What a {@link Principal} is told who may not. */
    String refusal() {
        return refusal;
    }
}
