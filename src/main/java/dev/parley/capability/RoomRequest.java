package dev.parley.capability;

import dev.parley.messages.Speaker;

/**
 * A command to a capability in a room, to be decided.
 *
 * @param seq the room's last durable event
 * @param by who wants it
 * @param version of what {@code bytes} mean
 * @param now milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record RoomRequest(String room, long seq, Speaker by, int version, byte[] bytes, long now) {}
