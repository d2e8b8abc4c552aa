/**
 * HTTP: who a request comes from, the REST API, probes and pages. Routes are tables of method references; every failure
 * becomes a problem document in one place.
 */
@CheckReturnValue
package dev.parley.gateway.http;

import com.google.errorprone.annotations.CheckReturnValue;
