package ircd.health.state;

import ircd.health.verdict.Verdict;

/** A boolean whose changes are told: in a log line, a notification and a JFR event each. */
public enum Attribute {
    CLIENT_VALID("ClientValid"),
    S2S_VALID("S2sValid"),
    WARM("Warm"),
    ROUTABLE("Routable");

    private final String jmxName;

    Attribute(String jmxName) {
        this.jmxName = jmxName;
    }

    public String jmxName() {
        return jmxName;
    }

    boolean of(Verdict verdict) {
        return switch (this) {
            case CLIENT_VALID -> verdict.clientValid();
            case S2S_VALID -> verdict.s2sValid();
            case WARM -> verdict.warm();
            case ROUTABLE -> verdict.routable();
        };
    }

    String reasonOf(Verdict verdict) {
        return switch (this) {
            case CLIENT_VALID -> verdict.clientReason().word();
            case S2S_VALID -> verdict.s2sReason().word();
            case WARM -> "stable";
            case ROUTABLE -> verdict.routableReason();
        };
    }
}
