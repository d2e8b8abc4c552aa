package dev.parley.gateway.chat;

import java.util.Map;

/**
 * What a reader has of an answer from an earlier stream.
 *
 * @param text as far as it goes
 * @param calls the tools it knows, by the id of the call, and whether it knows what came of each
 * @param edition how often the answer began anew with other text, where the reader's messages show it; else 0
 */
record ResumePoint(String text, Map<String, Boolean> calls, int edition) {
    static final ResumePoint NOTHING = new ResumePoint("", Map.of(), 0);

    ResumePoint {
        calls = Map.copyOf(calls);
    }
}
