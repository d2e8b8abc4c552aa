package dev.parley.bus;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Records with anything in them, also nothing. */
final class RandomRecords {
    private static final int LONG_TEXT = 300;
    private static final String[] CHARS = {"a", "\"", "\\", "\n", "\u0000", "ü", "€", "👋", "~"};

    private RandomRecords() {}

    static Object one(Class<?> type, Random random) {
        try {
            return make(type, random, true);
        } catch (InvocationTargetException e) { // not every record takes null for everything
            try {
                return make(type, random, false);
            } catch (InvocationTargetException again) {
                throw new AssertionError(type.getName(), again);
            }
        }
    }

    private static Object make(Class<?> type, Random random, boolean nulls) throws InvocationTargetException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            boolean isNull = nulls && !components[i].getType().isPrimitive() && random.nextInt(5) == 0;
            values[i] = isNull ? null : value(components[i].getGenericType(), random);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new LinkageError(type.getName(), e);
        }
    }

    private static Object value(Type type, Random random) {
        if (type instanceof ParameterizedType of) {
            return collection(of, random);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return one(raw, random);
        } else if (raw.isSealed()) {
            Class<?>[] kinds = raw.getPermittedSubclasses();
            return one(kinds[random.nextInt(kinds.length)], random);
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        } else if (raw == byte[].class) {
            byte[] bytes = new byte[random.nextInt(LONG_TEXT)];
            random.nextBytes(bytes);
            return bytes;
        } else if (raw == String.class) {
            return text(random);
        } else if (raw == long.class) {
            return random.nextLong() >> random.nextInt(64);
        } else if (raw == int.class) {
            return random.nextInt() >> random.nextInt(32);
        } else if (raw == boolean.class) {
            return random.nextBoolean();
        }
        throw new AssertionError("no sample of " + raw);
    }

    private static Object collection(ParameterizedType of, Random random) {
        Type[] parts = of.getActualTypeArguments();
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(value(parts[parts.length - 1], random));
        }
        if (of.getRawType() == List.class) {
            return elements;
        } else if (of.getRawType() == Set.class) {
            return new HashSet<>(elements);
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        elements.forEach(element -> map.put(value(parts[0], random), element));
        return map;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextBoolean() ? 10 : LONG_TEXT); i > 0; i--) {
            text.append(CHARS[random.nextInt(CHARS.length)]);
        }
        return text.toString();
    }

    /** As text with its class, its components and the content of its arrays: equal for what is equal. */
    static String shown(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        } else if (value instanceof List<?> list) {
            return list.stream().map(RandomRecords::shown).toList().toString();
        } else if (value instanceof Set<?> set) {
            return set.stream().map(RandomRecords::shown).sorted().toList().toString();
        } else if (value == null || !value.getClass().isRecord()) {
            return String.valueOf(value);
        }
        StringBuilder out = new StringBuilder(value.getClass().getName());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                Object part = component.getAccessor().invoke(value);
                out.append(' ').append(component.getName()).append('=').append(shown(part));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        return out.append(';').toString();
    }
}
