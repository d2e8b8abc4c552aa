package dev.parley.bus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes and reads a map: its size, then each key with its value. What is read cannot be changed and keeps the order
 * that it was sent in.
 */
record MapForm(Form key, Form value) implements Form {

    @Override
    public void write(Object sent, WireWriter out) {
        Map<?, ?> all = (Map<?, ?>) sent;
        out.length(all == null ? -1 : all.size());
        if (all != null) {
            for (Map.Entry<?, ?> each : all.entrySet()) {
                key.write(each.getKey(), out);
                value.write(each.getValue(), out);
            }
        }
    }

    @Override
    public Object read(WireReader in) {
        int size = in.length();
        if (size < 0) {
            return null;
        }
        Map<Object, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object name = key.read(in);
            all.put(name, value.read(in));
        }
        return Collections.unmodifiableMap(all);
    }

    @Override
    public Object missing() {
        return Map.of();
    }
}
