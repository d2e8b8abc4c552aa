package dev.parley.ai.history;

import java.util.List;

/** Says in few words what was said in many messages. Pure, and perhaps slow: for a worker. */
public interface Summariser {
    /** At most so many bytes of UTF-8; empty when there is nothing to say. */
    String of(List<ChatLine> chatLines, long bytes);
}
