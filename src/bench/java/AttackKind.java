/** What an attacker's connection does once it is open. */
enum AttackKind {
    /** Never speaks. */
    SILENT,
    /** Sends a ClientHello, always the same, which costs it nothing and the server a signature; then never speaks again. */
    MID_HANDSHAKE,
    /** As {@link #MID_HANDSHAKE}, but ends with the server's answer. */
    HELLO_FLOOD,
    /** After the handshake one byte of a header, and another every 5 s. */
    TRICKLE,
    /** After the handshake a request whose header, nearly as long as may be, never ends. */
    HALF_HEAD,
    /** A full handshake, then the end. */
    HANDSHAKE_FLOOD,
    /** After the handshake a request, and after each answer the next. */
    ASK,
    /** After the handshake requests without pause; the answers are taken. */
    PIPELINE,
    /** After the handshake requests without pause; the answers are not taken. */
    DEAF,
    /** After the handshake a header of 64 KB. */
    HEADERS,
    /** A TLS 1.2 handshake, then another on the same connection. */
    RENEGOTIATE;

    boolean handshakes() {
        return this != SILENT && this != MID_HANDSHAKE && this != HELLO_FLOOD;
    }
}
