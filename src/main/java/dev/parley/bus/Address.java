package dev.parley.bus;

/**
 * A name with one receiver at a time.
 *
 * @param <C> the sealed family of what is sent
 * @param <R> the sealed family of what answers
 */
@SuppressWarnings("UnusedTypeParameter") // they type what is sent there
public record Address<C, R>(String name) {}
