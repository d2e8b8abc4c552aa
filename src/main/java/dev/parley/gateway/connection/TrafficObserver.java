package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import dev.parley.model.Code;

/** Counts the frames that clients send and what becomes of them. May be called from any gateway's context. */
public interface TrafficObserver {
    /** A frame came in. */
    void received();

    /** A frame was refused with this code. */
    void refused(Code code);

    /** This node closed a connection with this code. */
    void closed(CloseCode code);
}
