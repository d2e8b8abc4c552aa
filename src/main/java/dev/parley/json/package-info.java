/**
 * Strict JSON from outside, and a writer that needs no tree.
 *
 * <p>Below every other package. What comes from outside is read as RFC 8259 has it and nothing beyond, with a bounded
 * depth and a bounded number of fields.
 */
@CheckReturnValue
package dev.parley.json;

import com.google.errorprone.annotations.CheckReturnValue;
