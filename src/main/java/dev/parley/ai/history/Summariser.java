package dev.parley.ai.history;

import java.util.List;

/** Summarises messages. Pure, and perhaps slow: runs on a worker. */
public interface Summariser {
    /** A summary of at most so many bytes of UTF-8; empty when there is nothing to say. */
    String of(List<ChatLine> chatLines, long bytes);
}
