package dev.parley.bus;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes and reads a member of a sealed family: its {@link Wire} name, then the record; may be null. */
final class SealedForm implements Form {
    private final Map<Class<?>, RecordForm> members = new HashMap<>();
    private final NameTable<RecordForm> nameTable;

    /** @param byName the members by their names on the wire */
    SealedForm(Class<?> family, Map<String, RecordForm> byName) {
        byName.values().forEach(member -> members.put(member.type(), member));
        nameTable = new NameTable<>(Forms.wireName(family), new LinkedHashMap<>(byName), new RecordForm[0]);
    }

    Set<Class<?>> members() {
        return Set.copyOf(members.keySet());
    }

    @Override
    public void write(Object value, WireWriter out) {
        RecordForm member = value == null ? null : members.get(value.getClass());
        nameTable.write(member, out);
        if (member != null) {
            member.write(value, out);
        }
    }

    @Override
    public Object read(WireReader in) {
        RecordForm member = nameTable.read(in);
        return member == null ? null : member.read(in);
    }
}
