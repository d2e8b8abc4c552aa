package dev.parley.config;

import java.time.Duration;

/**
 * The section {@code limits}: every limit of the contract. Sizes are in bytes. Immutable.
 *
 * @param frame one text frame
 * @param text a message's text as UTF-8
 * @param roomsPerConnection rooms one connection may be in
 * @param connectionsPerUser open connections of one user on this node
 * @param connections open connections on this node
 * @param frames frames of one connection
 * @param messages messages of one user in one room
 * @param sessions sessions opened from one address
 * @param answersPerMinute assistant answers of one user
 * @param guestAnswersPerMinute assistant answers of all guests of one address
 * @param answersPerRoom assistant answers in progress in one room
 * @param tokensPerDay tokens that the answers of one user may take in 24 hours, in all rooms and on all nodes; 0: no
 *     limit
 * @param tokensPerDayRoom the same of the answers in one room
 * @param commands commands of one event loop's clients that wait for their rooms
 * @param replay events replayed after {@code since}; more is a {@code reset}
 * @param outbox bytes a connection may leave unread; then {@code resync}
 * @param outboxGrace how long it may stay over that; then 4008
 * @param pingEvery the server's ping
 * @param silence a connection that says nothing for so long is closed (4009)
 * @param members names in one list of a room's members; its count tells them all
 * @param page bytes of one page of history; a page may hold fewer messages than asked for
 * @param body an HTTP request's body
 * @param state a room's shared state as JSON
 * @param statePatch one patch of it
 * @param event the data of one custom event
 * @param signal the data of one that is not stored
 * @param signals such events of one user in one room
 * @param signalTo users that one of them may name
 * @param depth objects and lists inside each other, in what clients send as JSON of their own
 * @param jsonFields field names and values of one frame or body; of one of an AI front end {@link #chatJsonFields}
 * @param roomMembers members of one private room
 * @param sanctions mutes and kicks of one room that are in force
 * @param invitations of one room that have not expired
 * @param audit entries of one room's audit trail; older ones go
 */
public record Limits(
        long frame,
        long text,
        int roomsPerConnection,
        int connectionsPerUser,
        int connections,
        Rate frames,
        Rate messages,
        Rate sessions,
        int answersPerMinute,
        int guestAnswersPerMinute,
        int answersPerRoom,
        long tokensPerDay,
        long tokensPerDayRoom,
        int commands,
        int replay,
        long outbox,
        Duration outboxGrace,
        Duration pingEvery,
        Duration silence,
        int members,
        long page,
        long body,
        int jsonFields,
        long state,
        long statePatch,
        long event,
        long signal,
        Rate signals,
        int signalTo,
        int depth,
        int roomMembers,
        int sanctions,
        int invitations,
        int audit) {
    /** What is deeper is not parsed, and a frame or an envelope is around it. */
    private static final int DEPTH_MAX = 90;

    /** A front end sends the whole conversation each time. */
    private static final int CHAT_TIMES = 20;

    private static final long TOKENS_MAX = 1_000_000_000_000_000L;

    public Limits {
        Check.range("frame", frame, 1024, 16 << 20);
        Check.range("text", text, 1, frame);
        Check.range("roomsPerConnection", roomsPerConnection, 1, 1_000_000);
        Check.range("connectionsPerUser", connectionsPerUser, 1, 10_000_000);
        Check.range("connections", connections, 1, 10_000_000);
        Check.range("answersPerMinute", answersPerMinute, 0, 1_000_000);
        Check.range("guestAnswersPerMinute", guestAnswersPerMinute, 0, 1_000_000);
        Check.range("answersPerRoom", answersPerRoom, 1, 10_000);
        Check.range("tokensPerDay", tokensPerDay, 0, TOKENS_MAX);
        Check.range("tokensPerDayRoom", tokensPerDayRoom, 0, TOKENS_MAX);
        Check.range("commands", commands, 1, 10_000_000);
        Check.range("replay", replay, 1, 1_000_000);
        Check.range("outbox", outbox, 1024, 1 << 30);
        Check.range("members", members, 1, 1_000_000);
        Check.range("page", page, 1024, 1 << 30);
        Check.range("body", body, 1024, 1 << 30);
        Check.range("jsonFields", jsonFields, 100, 1_000_000);
        Check.range("state", state, 2, 16 << 20);
        Check.range("statePatch", statePatch, 2, 16 << 20);
        Check.range("event", event, 1, 16 << 20);
        Check.range("signal", signal, 1, 16 << 20);
        Check.range("signalTo", signalTo, 1, 1000);
        Check.range("depth", depth, 1, DEPTH_MAX);
        Check.range("roomMembers", roomMembers, 2, 1_000_000);
        Check.range("sanctions", sanctions, 1, 1_000_000);
        Check.range("invitations", invitations, 1, 100_000);
        Check.range("audit", audit, 1, 10_000_000);
        Check.positive("outboxGrace", outboxGrace);
        Check.positive("pingEvery", pingEvery);
        Check.positive("silence", silence);
    }

    /** Field names and values of a body of {@code /api/chat} and {@code /agui}. */
    public int chatJsonFields() {
        return CHAT_TIMES * jsonFields;
    }

    /** A token bucket: {@code burst} at once, refilled {@code perSecond}. */
    public record Rate(int perSecond, int burst) {
        public Rate {
            Check.range("perSecond", perSecond, 1, 100_000_000);
            Check.range("burst", burst, 1, 100_000_000);
        }
    }
}
