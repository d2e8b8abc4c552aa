package dev.parley.ai.provider;

/** A server-sent event: its type ({@code message} unless it said otherwise) and its data. */
record SseEvent(String type, String data) {}
