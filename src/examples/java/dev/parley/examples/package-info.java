/**
 * Programs that use Parley, to be read and run. Each is one file, names in its header the command that starts it, and
 * uses {@link dev.parley.api} alone. They are not part of the jar; {@code ExamplesTest} runs them.
 */
package dev.parley.examples;
