package dev.parley.messages;

import dev.parley.model.Role;
import java.util.List;

/**
 * The user for whom something is asked, as the token says: what rights are judged by.
 *
 * @param rooms patterns of the rooms that the token opens
 */
public record Principal(String user, Role role, List<String> rooms) {
    /** What a node that tells no patterns has judged by itself. */
    private static final List<String> JUDGED = List.of("*");

    /** Whom a node of an earlier build tells of: it let the user in, and says only whether that user moderates. */
    static Principal of(String user, boolean moderates) {
        return new Principal(user, moderates ? Role.MODERATOR : Role.MEMBER, JUDGED);
    }

    /** Whoever says something in the own name, where nothing else is told: the patterns were judged before. */
    public static Principal of(Speaker speaker) {
        return new Principal(speaker.author().id(), speaker.role(), JUDGED);
    }
}
