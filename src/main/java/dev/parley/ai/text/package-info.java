/**
 * Text cut to a size, counted in UTF-8 and repaired. Pure, and used by all other packages of {@code ai}.
 *
 * <p>No method splits a surrogate pair.
 */
@CheckReturnValue
package dev.parley.ai.text;

import com.google.errorprone.annotations.CheckReturnValue;
