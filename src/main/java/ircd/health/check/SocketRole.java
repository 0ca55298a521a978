package ircd.health.check;

/** Why a socket with an S2S port counts as a link or not; the text is for people. */
public enum SocketRole {
    LINK("a link"),
    OTHER_END("the other end of a link, on this host too"),
    REPEATED_ROW("listed twice by the kernel"),
    LISTENER("listens"),
    NOT_ESTABLISHED("not established"),
    NOT_ACCEPTED("not accepted by the daemon (inode 0)"),
    PEER_NOT_ACCEPTED("its other end, on this host, is not accepted (inode 0)"),
    INBOUND_CLIENT("an inbound connection to another service, from a source port that is an S2S port"),
    OUR_PROBE("our own check of the client port"),
    NOT_A_PEER("the far end is not in --s2s-peers"),
    IGNORED_PEER("the far end is in --s2s-ignore-peers");

    private final String explanation;

    SocketRole(String explanation) {
        this.explanation = explanation;
    }

    public boolean counts() {
        return this == LINK;
    }

    public String explanation() {
        return explanation;
    }
}
