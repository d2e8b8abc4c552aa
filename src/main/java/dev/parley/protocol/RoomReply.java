package dev.parley.protocol;

import java.util.List;

/** What a room answers. */
public sealed interface RoomReply {

    /**
     * One is in.
     *
     * @param seq the last durable event; what comes after it reaches the gateway
     * @param members users present
     * @param turns answers in progress
     */
    record Entered(long epoch, long seq, int members, List<Answering> turns) implements RoomReply {}

    /** Durable. {@code duplicate} when it was so before. */
    record Stored(String id, long seq, long ts, boolean duplicate) implements RoomReply {}

    /** Who is here; {@code count} may be larger than the list. */
    record Present(List<Member> members, int count) implements RoomReply {}

    /** Done; {@code seq} is 0 when nothing was stored. */
    record Done(long seq) implements RoomReply {}

    /**
     * An answer in progress: what it has said so far, and the tools it used, in order.
     *
     * @param prompt the message that it answers
     * @param asker who may stop it beside moderators, by user id
     */
    record Answering(
            String turn,
            String assistant,
            int attempt,
            long prompt,
            String asker,
            String content,
            List<ToolCall> calls) {}
}
