package ircd.health.it;

import ircd.health.it.IrcDaemon.Place;
import java.nio.file.Path;
import java.util.List;

/** Two InspIRCd 3 daemons. */
final class InspIrcdNetwork extends LinkedDaemons {
    static final String PROGRAM = "inspircd";

    InspIrcdNetwork(Setting setting) {
        super(setting);
    }

    /**
     * The connect class for loopback stands first: the probed daemon must not throttle or ban the one who probes it. In
     * a namespace of its own a daemon takes everybody, servers too: strangers may hold on to its port for servers.
     */
    @Override
    String configuration(Place self, Place other) {
        String id = self.name().startsWith("hub") ? "1AA" : "1BB";
        return """
                <server name="%1$s" description="test" network="Test" id="%2$s">
                <admin name="test" nick="test" email="test@example.org">
                <bind address="%13$s" port="%4$d" type="clients">
                <bind address="%3$s" port="%5$d" type="servers">
                %16$s
                <module name="spanningtree">
                <module name="cap">
                <dns server="127.0.0.1" timeout="1">
                <connect name="local" allow="%14$s" useconnectban="no" useconnflood="no" resolvehostnames="no"
                         timeout="20" pingfreq="600" threshold="1000" commandrate="100000" fakelag="no"
                         localmax="10000" globalmax="10000">
                <connect name="rest" allow="*">
                <class name="all" commands="*" privs="*">
                <type name="admin" classes="all">
                <oper name="%9$s" password="%10$s" host="*@*" type="admin">
                <link name="%6$s" ipaddr="%7$s" port="%8$d" allowmask="%14$s" bind="%3$s" timeout="5"
                      sendpass="%11$s" recvpass="%11$s">
                <options pingwarning="0" serverpingfreq="%15$ds">
                <performance nouserdns="yes" clonesonconnect="no">
                <pid file="/dev/null">
                <log method="file" target="%12$s" flush="1" type="* -MODULE -USERINPUT -USEROUTPUT" level="default">
                """
                .formatted(
                        self.name(),
                        id,
                        self.linkAddress(),
                        self.clientPort(),
                        self.s2sPort(),
                        other.name(),
                        other.linkAddress(),
                        other.s2sPort(),
                        OperClient.NAME,
                        OperClient.PASSWORD,
                        LINK_PASSWORD,
                        logFile(self),
                        setting().anyAddress() ? "*" : self.clientAddress(),
                        self.spot().namespace() == null ? "127.0.0.0/8" : "*",
                        setting().pingSeconds(),
                        self.linkAddress().equals(self.clientAddress())
                                ? ""
                                : "<bind address=\"%s\" port=\"%d\" type=\"servers\">"
                                        .formatted(self.clientAddress(), self.s2sPort()));
    }

    @Override
    List<String> command(Path configuration) {
        String program = Daemons.find(PROGRAM).orElseThrow().toString();
        return List.of(program, "--config", configuration.toString(), "--nofork", "--nopid");
    }

    @Override
    String connectCommand(Place leaf) {
        return "CONNECT " + leaf.name();
    }
}
