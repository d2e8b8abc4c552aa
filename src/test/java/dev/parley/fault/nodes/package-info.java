/** The processes under test, and what can be done to them: kill, freeze, drain, cut off. */
package dev.parley.fault.nodes;
