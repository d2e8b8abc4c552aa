package dev.parley.ai.bedrock;

import java.util.Map;

/** A frame of an AWS event stream: its text headers, and its payload. */
record EventStreamFrame(Map<String, String> headers, String payload) {
    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
