package dev.parley.config;

import java.util.regex.Pattern;

/**
 * A section of the configuration file beside the core's: a capability's own.
 *
 * @param name its key at the top of the file
 * @param type the public record that it fills, which checks its values
 * @param defaults the resource with a default for every key: a JSON object
 */
public record Section<C extends Record>(String name, Class<C> type, String defaults) {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

    public Section {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a section: " + name);
        }
    }
}
