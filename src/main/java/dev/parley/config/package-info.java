/**
 * Every key and every limit, in one place: records that mirror {@code conf/default.json}.
 *
 * <p>The compact constructors check what a key may hold, so no record with a fault exists. {@code config.reading} fills
 * the records, once, at the start; every other package is handed its own record.
 */
@CheckReturnValue
package dev.parley.config;

import com.google.errorprone.annotations.CheckReturnValue;
