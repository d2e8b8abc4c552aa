/** What was seen: by each client, and in the end by whoever reads the log. Data only; no clock, no network but the reader's. */
package dev.parley.fault.history;
