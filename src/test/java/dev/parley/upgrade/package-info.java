/**
 * What nodes of two versions owe one another: an event of a type that only the newer one knows reaches every reader of the
 * older one as it is, and disturbs none of them. A cluster of two builds under load is {@code fault.MixedClusterIT}.
 */
package dev.parley.upgrade;
