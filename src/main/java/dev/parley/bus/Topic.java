package dev.parley.bus;

/**
 * A name with any number of receivers, none of which answers.
 *
 * @param <E> the sealed family of what is published
 */
@SuppressWarnings("UnusedTypeParameter") // they type what is sent there
public record Topic<E>(String name) {}
