package dev.parley.contract;

/**
 * The limits of what one frame or body may hold. Sizes are bytes of UTF-8.
 *
 * @param text a message's text
 * @param fields names and values of all of it, see {@link JsonInput}
 * @param depth objects and lists inside each other, in the JSON of clients' own
 * @param event the data of a custom event
 * @param signal the data of one that is not stored
 * @param signalTo users that one of these may name
 * @param statePatch a patch of the shared state
 */
public record FrameLimits(long text, int fields, int depth, long event, long signal, int signalTo, long statePatch) {}
