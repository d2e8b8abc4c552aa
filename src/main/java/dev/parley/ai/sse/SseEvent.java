package dev.parley.ai.sse;

/** A server-sent event: its type ({@code message} unless the stream names one) and its data. */
public record SseEvent(String type, String data) {}
