/**
 * The routes of the HTTP API, of operators and of the web client: one class for each group of paths.
 *
 * <p>What it is: each class mounts its paths on the gateway's router as a table of method references; reads go to the
 * store, frames to rooms through an {@link
 * dev.parley.gateway.connection.InProcessClient}, changes of a room's settings, members and sanctions through an {@code
 * AdministrationEndpoint}. What it promises: every failure
 * becomes a problem document in one place ({@link dev.parley.gateway.http.Problem}); a user sees and reaches only rooms
 * that it may enter. {@link dev.parley.gateway.http.route.ApiDocuments} describes all of it to programs: the core is in
 * {@code src/main/resources/api}, and parts of the server add fragments. On the gateway's context. Limits: the page
 * sizes in each class, {@code limits.page}, {@code limits.jsonFields}.
 */
@CheckReturnValue
package dev.parley.gateway.http.route;

import com.google.errorprone.annotations.CheckReturnValue;
