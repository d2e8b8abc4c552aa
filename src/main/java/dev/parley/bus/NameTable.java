package dev.parley.bus;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Maps the constants of an enum, or the members of a sealed family, to their names on the wire and back. A number would
 * be shorter, but it shifts when somebody puts a constant between two others, and then two versions of a node take one
 * for the other without noticing. A name that one version does not know is noticed.
 */
final class NameTable<T> {
    private final String of;
    private final Map<T, byte[]> names = new HashMap<>();
    private final byte[][] known;
    private final T[] named;

    /**
     * Names for these.
     *
     * @param of what they are, for errors
     */
    NameTable(String of, Map<String, T> all, T[] array) {
        this.of = of;
        this.known = all.keySet().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.named = all.values().toArray(array);
        for (int i = 0; i < named.length; i++) {
            names.put(named[i], known[i]);
        }
    }

    void write(T one, WireWriter out) {
        out.bytes(one == null ? null : names.get(one));
    }

    /** Null when that was written. */
    T read(WireReader in) {
        int length = in.length();
        if (length < 0) {
            return null;
        }
        for (int i = 0; i < known.length; i++) {
            if (in.skips(known[i], length)) {
                return named[i];
            }
        }
        throw new Unreadable(of + " of another version: unknown name " + in.shown(length));
    }
}
