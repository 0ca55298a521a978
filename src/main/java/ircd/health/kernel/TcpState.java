package ircd.health.kernel;

/** The states of a TCP socket in the kernel's numbering (include/net/tcp_states.h). */
public enum TcpState {
    ESTABLISHED(1),
    SYN_SENT(2),
    SYN_RECV(3),
    FIN_WAIT1(4),
    FIN_WAIT2(5),
    TIME_WAIT(6),
    CLOSE(7),
    CLOSE_WAIT(8),
    LAST_ACK(9),
    LISTEN(10),
    CLOSING(11),
    NEW_SYN_RECV(12);

    private static final TcpState[] STATES = values();

    private final int code;

    TcpState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** True for a number that the kernel uses. */
    static boolean isCode(int code) {
        return code >= 1 && code <= STATES.length;
    }

    static TcpState ofCode(int code) {
        return STATES[code - 1];
    }
}
