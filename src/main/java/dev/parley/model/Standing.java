package dev.parley.model;

/**
 * How one user stands in one room, beside what the token says: what rights there are judged by. A value.
 *
 * @param exists whether the room exists for others: something was stored in it, or it was made
 * @param role the user's in the room; null for none
 * @param mute in force now; null for none
 * @param kick in force now; null for none
 */
public record Standing(
        boolean exists,
        RoomAccess access,
        SpeakPolicy speak,
        SpeakPolicy writeState,
        RoomRole role,
        Sanction mute,
        Sanction kick) {

    /** Of anybody in a room for which nothing was set. */
    public static final Standing PLAIN =
            new Standing(true, RoomAccess.OPEN, SpeakPolicy.EVERYONE, SpeakPolicy.EVERYONE, null, null, null);

    /** Of a user with this role and these sanctions, in a room with these options. */
    public static Standing of(boolean exists, RoomOptions options, RoomRole role, Sanction mute, Sanction kick) {
        return new Standing(exists, options.access(), options.speak(), options.writeState(), role, mute, kick);
    }

    /** The same with this kick in force. */
    public Standing kicked(Sanction by) {
        return new Standing(exists, access, speak, writeState, role, mute, by);
    }
}
