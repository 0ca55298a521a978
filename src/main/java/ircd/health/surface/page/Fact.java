package ircd.health.surface.page;

import ircd.health.state.Attribute;
import ircd.health.verdict.Verdict;
import java.util.stream.Stream;

/** The four booleans in the order and under the names in which people look for them. */
enum Fact {
    ROUTABLE("Routable", Attribute.ROUTABLE),
    CLIENTS("Clients", Attribute.CLIENT_VALID),
    LINKS("Server links", Attribute.S2S_VALID),
    WARM("Warm", Attribute.WARM);

    private final String label;
    private final Attribute attribute;

    Fact(String label, Attribute attribute) {
        this.label = label;
        this.attribute = attribute;
    }

    String label() {
        return label;
    }

    Attribute attribute() {
        return attribute;
    }

    boolean of(Verdict verdict) {
        return switch (this) {
            case ROUTABLE -> verdict.routable();
            case CLIENTS -> verdict.clientValid();
            case LINKS -> verdict.s2sValid();
            case WARM -> verdict.warm();
        };
    }

    /** How people name the attribute; its own name if it is none of the four. */
    static String labelOf(Attribute attribute) {
        return Stream.of(values())
                .filter(fact -> fact.attribute == attribute)
                .findFirst()
                .map(Fact::label)
                .orElse(attribute.jmxName());
    }
}
