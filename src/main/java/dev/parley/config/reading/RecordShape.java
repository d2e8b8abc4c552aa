package dev.parley.config.reading;

import dev.parley.config.Config;
import dev.parley.config.Secret;
import dev.parley.config.Section;
import dev.parley.config.Sections;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists every key of the configuration's records with its path, by reflection. Stateless. */
final class RecordShape {
    private RecordShape() {}

    /** One key: a value, a list or a whole object. */
    record Key(List<String> path, Type type) {
        boolean isObject() {
            return type instanceof Class<?> c && c.isRecord();
        }
    }

    /** Every key below a record, an object before what is in it. */
    static List<Key> keys(Class<?> record) {
        List<Key> keys = new ArrayList<>();
        collect(List.of(), record, keys);
        return keys;
    }

    /** Every key of a node's configuration, the sections of capabilities last. */
    static List<Key> keys(List<Section<?>> sections) {
        List<Key> keys = keys(Config.class);
        for (Section<?> section : sections) {
            keys.add(new Key(List.of(section.name()), section.type()));
            collect(List.of(section.name()), section.type(), keys);
        }
        return keys;
    }

    private static void collect(List<String> above, Class<?> record, List<Key> keys) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType() == Sections.class) {
                continue; // no key: its sections stand beside it
            }
            List<String> path = new ArrayList<>(above);
            path.add(component.getName());
            Key key = new Key(List.copyOf(path), component.getGenericType());
            keys.add(key);
            if (key.isObject()) {
                collect(key.path(), component.getType(), keys);
            }
        }
    }

    /** Whether a value of this key may not be repeated: it is a secret or holds one. */
    static boolean isSecret(RecordComponent component) {
        return component.isAnnotationPresent(Secret.class) || holdsSecret(component.getGenericType());
    }

    private static boolean holdsSecret(Type type) {
        if (type instanceof ParameterizedType list) {
            return holdsSecret(list.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> c
                && c.isRecord()
                && Arrays.stream(c.getRecordComponents()).anyMatch(RecordShape::isSecret);
    }
}
