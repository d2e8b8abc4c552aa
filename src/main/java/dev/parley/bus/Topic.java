package dev.parley.bus;

/**
 * A name with any number of receivers, none of which answers.
 *
 * @param <E> the sealed family of what is published
 */
@SuppressWarnings("UnusedTypeParameter") // they type what is sent there
public record Topic<E>(String name) {

    /** The address on the event bus of a node's receivers. */
    String at(String node) {
        return name + SEPARATOR + node;
    }

    /** Whether an address is that of this topic's receivers on some node. */
    public boolean has(String address) {
        return address.length() > name.length()
                && address.charAt(name.length()) == SEPARATOR
                && address.startsWith(name);
    }

    /** The node that such an address names. */
    public static String nodeOf(String address) {
        return address.substring(address.indexOf(SEPARATOR) + 1);
    }

    private static final char SEPARATOR = '@';
}
