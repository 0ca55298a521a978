package ircd.health.it;

/** The daemons that the integration tests run over. */
enum NetworkKind {
    INSPIRCD(InspIrcdNetwork.PROGRAM) {
        @Override
        LinkedDaemons make(Setting setting) {
            return new InspIrcdNetwork(setting);
        }
    },
    NGIRCD(NgIrcdNetwork.PROGRAM) {
        @Override
        LinkedDaemons make(Setting setting) {
            return new NgIrcdNetwork(setting);
        }
    };

    private final String program;

    NetworkKind(String program) {
        this.program = program;
    }

    /** Not started. Skips the calling test where the daemon is not installed, see {@link Daemons}. */
    final LinkedDaemons network(Setting setting) {
        Daemons.require(program);
        return make(setting);
    }

    abstract LinkedDaemons make(Setting setting);

    /** On loopback, started, not yet linked. Skips the calling test as {@link #network} does. */
    LinkedDaemons start() {
        LinkedDaemons daemons = network(Setting.LOOPBACK);
        try {
            daemons.start();
            return daemons;
        } catch (RuntimeException e) {
            daemons.close();
            throw e;
        }
    }
}
