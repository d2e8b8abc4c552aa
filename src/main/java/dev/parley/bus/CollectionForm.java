package dev.parley.bus;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.function.Function;

/**
 * Writes and reads a list or a set: its size, then each element. What is read cannot be changed; a set keeps the order
 * that it was sent in.
 */
final class CollectionForm implements Form {
    private final Form element;
    private final Function<Object[], Collection<Object>> made;

    private CollectionForm(Form element, Function<Object[], Collection<Object>> made) {
        this.element = element;
        this.made = made;
    }

    static CollectionForm list(Form element) {
        return new CollectionForm(element, all -> Collections.unmodifiableList(Arrays.asList(all)));
    }

    static CollectionForm set(Form element) {
        return new CollectionForm(element, all -> Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(all))));
    }

    @Override
    public void write(Object value, WireWriter out) {
        Collection<?> all = (Collection<?>) value;
        out.length(all == null ? -1 : all.size());
        if (all != null) {
            for (Object each : all) {
                element.write(each, out);
            }
        }
    }

    @Override
    public Object read(WireReader in) {
        int size = in.length(); // so many bytes are there at least: each element takes one
        if (size < 0) {
            return null;
        }
        Object[] all = new Object[size];
        for (int i = 0; i < size; i++) {
            all[i] = element.read(in);
        }
        return made.apply(all);
    }

    @Override
    public Object missing() {
        return made.apply(new Object[0]);
    }
}
