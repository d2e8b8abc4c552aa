package dev.parley.bus;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the {@link Form} of a type, from its record components, when the node starts. A type that cannot travel is
 * found here, when the node starts, and not by the first message that has one: {@link IllegalArgumentException} tells
 * which component of which record it is.
 */
final class Forms {
    /**
     * The number of this way of writing, in the codecs' names: whoever writes in another way is answered that there is
     * no such codec, and nobody takes bytes for what they are not.
     */
    static final String EDITION = "/1";

    private static final Map<Class<?>, Form> SCALARS = Map.of(
            long.class, ScalarForm.LONG,
            int.class, ScalarForm.INT,
            boolean.class, ScalarForm.FLAG,
            String.class, ScalarForm.TEXT,
            byte[].class, ScalarForm.BYTES,
            Long.class, new NullableForm(ScalarForm.LONG),
            Integer.class, new NullableForm(ScalarForm.INT),
            Boolean.class, new NullableForm(ScalarForm.FLAG));

    private final Map<Class<?>, RecordForm> records = new HashMap<>();
    private final Set<Class<?>> inHand = new LinkedHashSet<>();

    RecordForm record(Class<?> type) {
        RecordForm known = records.get(type);
        if (known != null) {
            return known;
        }
        // Bytes that nobody checked yet must not decide how deep the reader goes.
        check(inHand.add(type), type.getName(), "is within itself");
        RecordComponent[] components = type.getRecordComponents();
        Form[] forms = new Form[components.length];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = form(components[i].getGenericType(), type.getName() + "." + components[i].getName());
        }
        inHand.remove(type);
        RecordForm made = new RecordForm(type, forms);
        records.put(type, made);
        return made;
    }

    SealedForm family(Class<?> type) {
        check(inHand.add(type), type.getName(), "is within itself");
        Map<String, RecordForm> members = new LinkedHashMap<>();
        collect(type, members);
        inHand.remove(type);
        return new SealedForm(type, members);
    }

    private void collect(Class<?> type, Map<String, RecordForm> members) {
        if (type.isRecord()) {
            RecordForm before = members.put(wireName(type), record(type));
            check(before == null || before.type() == type, type.getName(), "has the name of another member");
            return;
        }
        check(type.isSealed() && type.isInterface(), type.getName(), "is neither a record nor a sealed interface");
        for (Class<?> sub : type.getPermittedSubclasses()) {
            collect(sub, members);
        }
    }

    /** The name by which a family or a member of one travels. */
    static String wireName(Class<?> type) {
        Wire wire = type.getAnnotation(Wire.class);
        check(wire != null, type.getName(), "has no @Wire name");
        return wire.value();
    }

    private Form form(Type type, String where) {
        if (type instanceof ParameterizedType of) {
            Type[] parts = of.getActualTypeArguments();
            if (of.getRawType() == List.class) {
                return CollectionForm.list(form(parts[0], where));
            } else if (of.getRawType() == Set.class) {
                return CollectionForm.set(form(parts[0], where));
            } else if (of.getRawType() == Map.class) {
                return new MapForm(form(parts[0], where), form(parts[1], where));
            }
        } else if (type instanceof Class<?> plain) {
            if (SCALARS.containsKey(plain)) {
                return SCALARS.get(plain);
            } else if (plain.isEnum()) {
                return new EnumForm(plain);
            } else if (plain.isRecord()) {
                return record(plain);
            } else if (plain.isSealed() && plain.isInterface()) {
                return family(plain);
            }
        }
        throw new IllegalArgumentException(where + " cannot travel between nodes: " + type.getTypeName());
    }

    private static void check(boolean holds, String what, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(what + " cannot travel between nodes: it " + problem);
        }
    }
}
