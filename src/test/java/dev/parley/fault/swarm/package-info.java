/** Many good clients in one process: each keeps the client's side of the contract and writes down what it sees. */
package dev.parley.fault.swarm;
