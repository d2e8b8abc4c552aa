package dev.parley.messages;

/**
 * The place of a message among those that one gateway sent: what arrives behind a later one of the same sender was
 * overtaken on the way.
 *
 * @param gateway its name
 * @param number rises from message to message; the same when a message is sent again
 */
public record SendOrder(String gateway, long number) {}
