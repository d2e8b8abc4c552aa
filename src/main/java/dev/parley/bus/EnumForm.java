package dev.parley.bus;

import java.util.LinkedHashMap;
import java.util.Map;

/** An enum's constant by its name; may be null. */
final class EnumForm implements Form {
    private final Names<Object> names;

    EnumForm(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        names = new Names<>(type.getSimpleName(), constants, new Object[0]);
    }

    @Override
    public void write(Object value, WireWriter out) {
        names.write(value, out);
    }

    @Override
    public Object read(WireReader in) {
        return names.read(in);
    }
}
