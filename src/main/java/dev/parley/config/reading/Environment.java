package dev.parley.config.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.config.ConfigFault;
import dev.parley.config.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lays the variables of the environment over the configuration, and replaces their names in texts: those named {@code
 * PARLEY_<PATH>} replace keys, and any may be named in a text as <code>${NAME}</code> or <code>${NAME:default}</code>.
 */
public final class Environment {
    private static final String PREFIX = "PARLEY_";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:([^}]*))?\\}");

    private final Map<String, String> variables;
    private final List<RecordShape.Key> keys;
    private final Set<String> used = new HashSet<>();

    /** @param sections those of capabilities */
    Environment(Map<String, String> variables, List<Section<?>> sections) {
        this.variables = variables;
        this.keys = RecordShape.keys(sections);
    }

    /** {@code auth.tokenInQuery} is {@code PARLEY_AUTH_TOKEN_IN_QUERY}. */
    public static String variable(List<String> path) {
        return path.stream()
                .map(key -> key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT))
                .collect(Collectors.joining("_", PREFIX, ""));
    }

    /** Lays the variables over the tree: an object's as JSON that merges, any other as a text that the binder reads. */
    void lay(ObjectNode tree, List<ConfigFault> configFaults) {
        for (RecordShape.Key key : keys) {
            String variable = variable(key.path());
            String text = variables.get(variable);
            if (text == null) {
                continue;
            }
            used.add(variable);
            ObjectNode overlay = tree.objectNode();
            ObjectNode at = overlay;
            for (String above : key.path().subList(0, key.path().size() - 1)) {
                at = at.putObject(above);
            }
            String name = key.path().get(key.path().size() - 1);
            Optional<ObjectNode> object = key.isObject() ? object(text) : Optional.empty();
            if (object.isPresent()) {
                at.set(name, object.get());
            } else if (key.isObject()) {
                configFaults.add(new ConfigFault(
                        String.join(".", key.path()), "must be a JSON object, was something else in " + variable));
                continue;
            } else {
                at.putPOJO(name, text);
            }
            JsonFile.merge(tree, overlay);
        }
    }

    private static Optional<ObjectNode> object(String text) {
        try {
            return JsonFile.value(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static boolean hasReference(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** The text with its references replaced. */
    String expand(String text) throws Unset {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            used.add(name);
            String value = variables.getOrDefault(name, matcher.group(3));
            if (value == null) {
                throw new Unset(name);
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
    }

    /** The names of the variables that were used. Call it last. */
    List<String> applied() {
        return used.stream().filter(variables::containsKey).sorted().toList();
    }

    /** One line for each {@code PARLEY_*} that neither is a key nor is named in a text. Call it last. */
    List<String> warnings() {
        Set<String> known = keys.stream().map(key -> variable(key.path())).collect(Collectors.toSet());
        return new TreeSet<>(variables.keySet())
                .stream()
                        .filter(name -> name.startsWith(PREFIX) && !used.contains(name))
                        .map(name -> "environment " + name + ": unknown variable, ignored" + Spelling.hint(name, known))
                        .toList();
    }

    /** A text names a variable that has no value and no default. */
    static final class Unset extends Exception {
        Unset(String name) {
            super("names the variable " + name + ", which is not set; set it, or give a default: ${" + name
                    + ":default}");
        }
    }
}
