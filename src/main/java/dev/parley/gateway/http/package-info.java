/**
 * The parts of an HTTP request: whose it is, where it comes from, whether its page may make it, its body and its
 * response.
 *
 * <p>What it is: checks that run before the routes ({@link dev.parley.gateway.http.HostCheck}, {@link
 * dev.parley.gateway.http.TargetCheck}, {@link dev.parley.gateway.http.CrossOrigin}); {@link
 * dev.parley.gateway.http.RequestAuth} for every endpoint; {@link dev.parley.gateway.http.JsonEndpoint}, the frame of
 * those that respond with JSON; {@link dev.parley.gateway.http.Problem}, the one response to every failure. The routes
 * themselves are in {@link dev.parley.gateway.http.route}. On the gateway's context. Limits: {@code limits.body}.
 */
@CheckReturnValue
package dev.parley.gateway.http;

import com.google.errorprone.annotations.CheckReturnValue;
