package dev.parley.config.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.parley.config.Check;
import dev.parley.config.ConfigFault;
import dev.parley.config.EmptyByDefault;
import dev.parley.config.Section;
import dev.parley.config.Sections;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fills records from a tree and collects every fault. A key with a fault takes its default, so that one fault hides no
 * other; whoever finds a fault throws the result away.
 */
final class Binder {
    private final Environment environment;
    private final List<ConfigFault> configFaults;
    private final List<Section<?>> sections;

    /** @param sections those of capabilities */
    Binder(Environment environment, List<ConfigFault> configFaults, List<Section<?>> sections) {
        this.environment = environment;
        this.configFaults = configFaults;
        this.sections = sections;
    }

    /**
     * Null when there was a fault for which no default helps.
     *
     * @param path empty at the root
     * @param defaults what a missing or faulty key is taken from
     */
    <R> R record(String path, Class<R> type, ObjectNode found, ObjectNode defaults) {
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknown(path, components, found);
        Object[] values = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            values[i] = component(path, components[i], found, defaults);
            complete &= values[i] != null;
        }
        return complete ? construct(path, type, values, found, defaults) : null;
    }

    private void refuseUnknown(String path, RecordComponent[] components, ObjectNode found) {
        List<String> known =
                Arrays.stream(components).flatMap(this::names).sorted().toList();
        found.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String hint = Spelling.hint(name, known);
                configFaults.add(
                        new ConfigFault(join(path, name), "unknown key; allowed: " + String.join(", ", known) + hint));
            }
        });
    }

    private Stream<String> names(RecordComponent component) {
        return component.getType() == Sections.class
                ? sections.stream().map(Section::name)
                : Stream.of(component.getName());
    }

    private Object component(String above, RecordComponent component, ObjectNode found, ObjectNode defaults) {
        if (component.getType() == Sections.class) {
            return sections(found, defaults);
        }
        String name = component.getName();
        String path = join(above, name);
        JsonNode fallback = defaults.has(name) ? defaults.get(name) : ifAbsent(component);
        JsonNode node = found.has(name) ? found.get(name) : fallback;
        if (node == null) {
            configFaults.add(new ConfigFault(path, "is missing"));
            return null;
        }
        try {
            return value(path, component.getGenericType(), node, fallback);
        } catch (Mismatch e) {
            String was = e.complete() ? "" : was(component, node);
            configFaults.add(new ConfigFault(path, e.getMessage() + was));
            return fallback == null ? null : byDefault(path, component, fallback);
        }
    }

    /** Null when one of them has a fault for which no default helps. */
    private Sections sections(ObjectNode found, ObjectNode defaults) {
        Map<Class<?>, Record> bound = new HashMap<>();
        for (Section<?> section : sections) {
            ObjectNode under = (ObjectNode) defaults.get(section.name());
            if (!(found.get(section.name()) instanceof ObjectNode object)) {
                configFaults.add(new ConfigFault(section.name(), "must be an object"));
                continue;
            }
            Record value = record(section.name(), section.type(), object, under);
            if (value != null) {
                bound.put(section.type(), value);
            }
        }
        return bound.size() == sections.size() ? new Sections(bound) : null;
    }

    /** Null when nothing is said for the case that it is left out. */
    private static JsonNode ifAbsent(RecordComponent component) {
        if (!component.isAnnotationPresent(EmptyByDefault.class)) {
            return null;
        }
        boolean isList = component.getGenericType() instanceof ParameterizedType;
        return isList ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.textNode("");
    }

    private Object value(String path, Type type, JsonNode node, JsonNode fallback) throws Mismatch {
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return map(path, map.getActualTypeArguments()[1], node);
        }
        if (type instanceof ParameterizedType list) {
            return list(path, list.getActualTypeArguments()[0], node, fallback);
        }
        Class<?> plain = type == Integer.class ? int.class : (Class<?>) type; // in a list it is boxed
        if (!plain.isRecord()) {
            String text = textFromOutside(node);
            return text == null ? ScalarReader.of(node, plain) : ScalarReader.of(text, plain);
        }
        if (node instanceof ObjectNode object) {
            ObjectNode under = fallback instanceof ObjectNode o ? o : object.objectNode();
            return record(path, plain, object, under);
        }
        throw Mismatch.allowed("an object");
    }

    private List<Object> list(String path, Type element, JsonNode node, JsonNode fallback) throws Mismatch {
        if (!(listed(node) instanceof ArrayNode array)) {
            throw Mismatch.allowed("a list");
        }
        JsonNode entryDefaults = EntryDefaults.of(fallback);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String at = path + "[" + i + "]";
            try {
                Object value = value(at, element, array.get(i), entryDefaults);
                if (value != null) {
                    values.add(value);
                }
            } catch (Mismatch e) {
                configFaults.add(new ConfigFault(at, e.getMessage()));
            }
        }
        return List.copyOf(values);
    }

    /** A list from the environment is JSON. */
    private JsonNode listed(JsonNode node) throws Mismatch {
        return parsed(node, "list");
    }

    private JsonNode parsed(JsonNode node, String what) throws Mismatch {
        String text = textFromOutside(node);
        if (text == null) {
            return node;
        }
        try {
            return JsonFile.value(text);
        } catch (JsonProcessingException e) {
            throw Mismatch.of("must be a JSON " + what + ", was invalid" + JsonFile.where(e));
        }
    }

    /** Names that are not ours to know, with values of one type, or with any JSON. */
    private Map<String, Object> map(String path, Type type, JsonNode found) throws Mismatch {
        if (!(parsed(found, "object") instanceof ObjectNode object)) {
            throw Mismatch.allowed("an object");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            values.put(
                    field.getKey(),
                    type == Object.class ? json(field.getValue()) : value(path, type, field.getValue(), null));
        }
        return Collections.unmodifiableMap(values); // it may hold null, which says that something is removed
    }

    /** Any JSON, whose texts may name variables. */
    private Object json(JsonNode node) throws Mismatch {
        if (node instanceof ObjectNode object) {
            return map("", Object.class, object);
        }
        if (node instanceof ArrayNode array) {
            List<Object> values = new ArrayList<>();
            for (JsonNode each : array) {
                values.add(json(each));
            }
            return Collections.unmodifiableList(values);
        }
        String text = textFromOutside(node);
        if (text != null || node.isTextual()) {
            return text == null ? node.textValue() : text;
        }
        return node.isNull() ? null : node.isBoolean() ? (Object) node.booleanValue() : node.numberValue();
    }

    /** A variable's value, or a text that names variables, expanded; null for what stands in a file as it is. */
    private String textFromOutside(JsonNode node) throws Mismatch {
        if (node instanceof POJONode variable) {
            return (String) variable.getPojo();
        }
        if (!node.isTextual() || !Environment.hasReference(node.textValue())) {
            return null;
        }
        try {
            return environment.expand(node.textValue());
        } catch (Environment.Unset e) {
            throw Mismatch.of(e.getMessage());
        }
    }

    private <R> R construct(String path, Class<R> type, Object[] values, ObjectNode found, ObjectNode defaults) {
        RecordComponent[] components = type.getRecordComponents();
        Set<String> replaced = new HashSet<>();
        while (true) {
            try {
                return constructor(type).newInstance(values);
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof Check.Rejected rejected)) {
                    throw new IllegalStateException(e.getCause());
                }
                String key = rejected.key();
                int at = index(components, key);
                if (!replaced.add(key)) {
                    return null;
                }
                configFaults.add(new ConfigFault(join(path, key), describe(rejected, components[at], found.get(key))));
                if (defaults.get(key) == null) {
                    return null;
                }
                values[at] = byDefault(join(path, key), components[at], defaults.get(key));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What a record's own check says, with what was found unless it says that itself. */
    private static String describe(Check.Rejected rejected, RecordComponent component, JsonNode found) {
        String text = rejected.getMessage();
        boolean whole = found == null || text.contains(", was ") || text.contains("found ");
        return whole ? text : text + was(component, found);
    }

    private Object byDefault(String path, RecordComponent component, JsonNode fallback) {
        try {
            return value(path, component.getGenericType(), fallback, fallback);
        } catch (Mismatch e) {
            throw new IllegalStateException("the default of " + path + " " + e.getMessage());
        }
    }

    private static <R> Constructor<R> constructor(Class<R> type) throws NoSuchMethodException {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types);
    }

    private static int index(RecordComponent[] components, String name) {
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no key " + name);
    }

    private static String was(RecordComponent component, JsonNode node) {
        if (RecordShape.isSecret(component)) {
            return " (the value is not shown)";
        }
        if (node.isObject()) {
            return ", was an object";
        }
        if (node.isArray()) {
            return ", was a list";
        }
        String text = node instanceof POJONode variable ? "\"" + variable.getPojo() + "\"" : node.toString();
        return ", was " + (text.length() > 80 ? text.substring(0, 80) + "…" : text);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
