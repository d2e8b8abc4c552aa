package dev.parley.capability;

import dev.parley.messages.Speaker;

/**
 * A command to a capability in a room, to be decided.
 *
 * @param seq the room's last durable event
 * @param by who wants it
 * @param id the sender's key, under which the first event is stored once; a repeated command has the same
 * @param version of what {@code bytes} mean
 * @param now milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record RoomRequest(String room, long seq, Speaker by, String id, int version, byte[] bytes, long now) {}
