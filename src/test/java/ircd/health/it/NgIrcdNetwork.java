package ircd.health.it;

import ircd.health.it.IrcDaemon.Place;
import java.nio.file.Path;
import java.util.List;

/** Two ngIRCd daemons. */
final class NgIrcdNetwork extends LinkedDaemons {
    static final String PROGRAM = "ngircd";

    NgIrcdNetwork(Setting setting) {
        super(setting);
    }

    /**
     * Only the leaf knows the hub by its configuration. The hub learns of the leaf from each CONNECT and forgets it
     * with the link: a configured server would be tried again only after a pause of 5 to 20 seconds.
     */
    @Override
    String configuration(Place self, Place other) {
        String global =
                """
                [Global]
                Name = %s
                Info = test
                AdminInfo1 = test
                AdminEMail = test@example.org
                Listen = %s
                Ports = %d,%d
                MotdPhrase = test
                ServerUID = %s
                [Limits]
                ConnectRetry = 5
                PingTimeout = %d
                PongTimeout = %d
                MaxConnectionsIP = %d
                MaxPenaltyTime = 0
                [Options]
                PAM = no
                DNS = no
                Ident = no
                [Operator]
                Name = %s
                Password = %s
                """
                        .formatted(
                                self.name(),
                                listen(self.spot()),
                                self.clientPort(),
                                self.s2sPort(),
                                Daemons.user(),
                                setting().pingSeconds(),
                                setting().pingSeconds(),
                                setting().connectionsPerAddress(),
                                OperClient.NAME,
                                OperClient.PASSWORD);
        return self.name().startsWith("hub") ? global : global + server(self, other);
    }

    @Override
    List<String> command(Path configuration) {
        String program = Daemons.find(PROGRAM).orElseThrow().toString();
        return List.of(program, "--nodaemon", "--config", configuration.toString());
    }

    @Override
    String connectCommand(Place leaf) {
        return "CONNECT %s %d %s %s %s"
                .formatted(leaf.name(), leaf.s2sPort(), leaf.linkAddress(), LINK_PASSWORD, LINK_PASSWORD);
    }

    private static String listen(Spot spot) {
        return spot.clientAddress().equals(spot.linkAddress())
                ? spot.linkAddress()
                : spot.linkAddress() + "," + spot.clientAddress();
    }

    private static String server(Place self, Place other) {
        return """
                [Server]
                Name = %s
                Host = %s
                Bind = %s
                Port = %d
                MyPassword = %s
                PeerPassword = %s
                Passive = yes
                """
                .formatted(
                        other.name(),
                        other.linkAddress(),
                        self.linkAddress(),
                        other.s2sPort(),
                        LINK_PASSWORD,
                        LINK_PASSWORD);
    }
}
