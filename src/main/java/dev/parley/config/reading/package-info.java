/**
 * Reads the configuration: the default file, the file of the environment, then {@code PARLEY_*} variables.
 *
 * <p>Called once, at the start, by {@code cli} and by tests. Strict: an unknown key is a fault. All faults are reported
 * together, a line each, with the path, what was found and what is allowed; nothing starts on a configuration with a
 * fault.
 */
@CheckReturnValue
package dev.parley.config.reading;

import com.google.errorprone.annotations.CheckReturnValue;
