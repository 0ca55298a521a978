package ircd.health.it;

/** The daemons that the integration tests run over. */
enum NetworkKind {
    INSPIRCD(InspIrcdNetwork.PROGRAM) {
        @Override
        LinkedDaemons make() {
            return new InspIrcdNetwork();
        }
    },
    NGIRCD(NgIrcdNetwork.PROGRAM) {
        @Override
        LinkedDaemons make() {
            return new NgIrcdNetwork();
        }
    };

    private final String program;

    NetworkKind(String program) {
        this.program = program;
    }

    abstract LinkedDaemons make();

    /** Started, not yet linked. Skips the calling test where the daemon is not installed, see {@link Daemons}. */
    LinkedDaemons start() {
        Daemons.require(program);
        LinkedDaemons daemons = make();
        try {
            daemons.start();
            return daemons;
        } catch (RuntimeException e) {
            daemons.close();
            throw e;
        }
    }
}
