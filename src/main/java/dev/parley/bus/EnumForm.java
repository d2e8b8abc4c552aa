package dev.parley.bus;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes and reads a constant of an enum by its name; may be null. */
final class EnumForm implements Form {
    private final NameTable<Object> nameTable;

    EnumForm(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        nameTable = new NameTable<>(type.getSimpleName(), constants, new Object[0]);
    }

    @Override
    public void write(Object value, WireWriter out) {
        nameTable.write(value, out);
    }

    @Override
    public Object read(WireReader in) {
        return nameTable.read(in);
    }
}
